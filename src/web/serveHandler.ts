import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from './listen.ts';

/** Answers requests as the web platform has them. */
export interface FetchHandler {
  fetch(request: Request): Promise<Response>;
  /** Ends all answers. */
  close(): void;
}

/** A server on a port. */
export interface PortServer {
  /** For browsers, without a slash at the end. */
  readonly url: string;
  /** Resolves when all connections are closed. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** At a time. */
  readonly maxConnections: number;
  /** Milliseconds in which a client has to send its request. */
  readonly requestTimeoutMs: number;
}

/**
 * Serves a handler on a port. Written here, since the requests have neither bodies nor secrets in their addresses: that takes
 * two functions, and no package more for everybody who installs this one.
 *
 * @throws the error of the system if the address is taken.
 */
export async function serveHandler(
  handler: FetchHandler,
  { host, port, maxConnections, requestTimeoutMs }: ServeOptions,
): Promise<PortServer> {
  const server = createServer((request, response) => {
    // What goes wrong here is a client that has gone.
    answer(handler, request, response).catch(() => response.destroy());
  });
  server.maxConnections = maxConnections;
  server.headersTimeout = requestTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  const url = await listen(server, host, port);
  return {
    url,
    async close() {
      handler.close();
      await closeServer(server);
    },
  };
}

async function answer(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  // A body has no meaning here.
  incoming.resume();
  const request = requestOf(incoming);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler.fetch(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  else await send(response.body, outgoing);
}

/** Undefined for a request that names no host or no path. */
function requestOf({ method, url = '/', headers }: IncomingMessage): Request | undefined {
  const { host, origin, authorization } = headers;
  if (host === undefined || !url.startsWith('/')) return undefined;
  try {
    return new Request(new URL(`http://${host}${url}`), {
      method: method ?? 'GET',
      headers: {
        ...(origin !== undefined && { origin }),
        ...(authorization !== undefined && { authorization }),
      },
    });
  } catch {
    return undefined;
  }
}

/** Sends a body as fast as the client takes it. */
async function send(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  outgoing.on('close', () => void reader.cancel().catch(() => {}));
  // A viewer that has been dropped takes nothing more.
  reader.closed.catch(() => outgoing.destroy());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!outgoing.write(value)) await drained(outgoing);
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('drain', resolve);
    outgoing.once('close', resolve);
  });
}
