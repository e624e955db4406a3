import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpServer {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly origin: string;
  readonly requests: ReceivedRequest[];
  close(): Promise<unknown>;
}

/**
 * Starts a server on this machine, which ends with the test.
 *
 * @param answer is called once a request is complete. `index` counts requests from 0.
 */
export async function startHttpServer(
  answer: (response: ServerResponse, request: ReceivedRequest, index: number) => void,
): Promise<HttpServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    const received = { method, path, headers, body: await buffer(request) };
    answer(response, received, requests.push(received) - 1);
  });
  const close = async () => {
    server.closeAllConnections();
    if (!server.listening) return;
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: await originOf(server), requests, close: registered(close) };
}

/** Answers with statuses, one for each request; the last one for all further requests. */
export function startStatusServer(
  ...answers: readonly [status: number, headers?: Record<string, string>, body?: string][]
): Promise<HttpServer> {
  return startHttpServer((response, _request, index) => {
    const [status, headers, body] = answers[Math.min(index, answers.length - 1)] ?? [200];
    response.writeHead(status, headers).end(body);
  });
}

/** A server that is given whole connections. */
export async function startTcpServer(connected: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    connected(socket);
  });
  registered(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return originOf(server);
}

/** The origin of a server that no longer listens. */
export async function unusedOrigin(): Promise<string> {
  const server = createTcpServer();
  const origin = await originOf(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

async function originOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function registered<T extends () => unknown>(close: T): T {
  onTestFinished(close as () => Promise<void>);
  return close;
}
