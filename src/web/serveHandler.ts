import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeServer, listen } from './listen.ts';
import { Pace } from './pace.ts';
import { sendBody } from './sendBody.ts';

/** Answers requests as the web platform has them. */
export interface FetchHandler {
  /**
   * Answers a request. Never rejects.
   *
   * @param request any; requests that are not for the page are answered with 404 or 405.
   */
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

export interface ServerBounds {
  /** At a time. */
  readonly maxConnections: number;
  /** Milliseconds in which a client has to send its request. */
  readonly requestTimeoutMs: number;
  /** Milliseconds after which a connection is closed on which nothing moves, such as one whose client takes nothing. */
  readonly idleTimeoutMs: number;
  /** Milliseconds from one request to the next on average, of all clients together. */
  readonly requestEveryMs: number;
  /** How many requests may be answered at once. */
  readonly requestBurst: number;
}

export interface ServeOptions extends ServerBounds {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds between two looks for clients that have not sent their request in time. */
const CHECK_MS = 1000;

/**
 * Serves a handler on a port. Written here, since the requests have neither bodies nor secrets in their addresses: that takes
 * two functions, and no package more for everybody who installs this one.
 *
 * @throws the error of the system if the address is taken.
 */
export async function serveHandler(
  handler: FetchHandler,
  { host, port, ...bounds }: ServeOptions,
): Promise<PortServer> {
  const pace = new Pace({
    everyMs: bounds.requestEveryMs,
    burst: bounds.requestBurst,
    mostWaiting: bounds.maxConnections,
  });
  /** The last answer on each connection. */
  const answers = new WeakMap<Socket, ServerResponse>();
  const server = createServer({ connectionsCheckingInterval: CHECK_MS }, (incoming, outgoing) => {
    const { socket } = incoming;
    const before = answers.get(socket);
    const waitMs = pace.take();
    // Browsers send one request at a time. Of more, all would have to be kept while the first is being answered.
    if (waitMs === undefined || (before !== undefined && !before.writableFinished)) {
      socket.destroy();
      return;
    }
    answers.set(socket, outgoing);
    // A body has no meaning here, and might have no end.
    const { 'content-length': length, 'transfer-encoding': encoding } = incoming.headers;
    if (length !== undefined || encoding !== undefined) outgoing.shouldKeepAlive = false;
    incoming.resume();
    // What goes wrong here is a client that has gone.
    const respond = () => answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
    if (waitMs === 0) void respond();
    else setTimeout(respond, waitMs).unref();
  });
  server.maxConnections = bounds.maxConnections;
  server.headersTimeout = bounds.requestTimeoutMs;
  server.requestTimeout = bounds.requestTimeoutMs;
  server.timeout = bounds.idleTimeoutMs;
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
  if (outgoing.destroyed) return;
  const request = requestOf(incoming);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler.fetch(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  else await sendBody(response.body, outgoing);
}

/** The headers that a handler reads. */
const HEADERS = ['origin', 'authorization', 'sec-fetch-site'] as const;

/** A name or an address, which may have a port: with more, it would change what the rest of an address means. */
const HOST = /^[^/\\?#@\s]+$/;

/** Undefined for a request that names no host or no path. */
function requestOf({ method, url = '/', headers }: IncomingMessage): Request | undefined {
  const { host } = headers;
  if (host === undefined || !HOST.test(host) || !url.startsWith('/')) return undefined;
  try {
    const request = new Request(new URL(`http://${host}${url}`), { method: method ?? 'GET' });
    for (const name of HEADERS) {
      const value = headers[name];
      if (value !== undefined) request.headers.set(name, String(value));
    }
    return request;
  } catch {
    return undefined;
  }
}
