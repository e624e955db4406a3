import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../../web/listen.ts';
import { MAX_CONNECTIONS, REQUEST_TIMEOUT_MS } from '../limits.ts';
import type { WatchHandler } from './watchHandler.ts';

/** A live page that is served on a port. */
export interface WatchServer {
  /** For browsers, without the token. */
  readonly url: string;
  /** The number of those who view it now, 0 to 16. */
  readonly viewers: number;
  /** Resolves when all viewers are disconnected. */
  close(): Promise<void>;
}

/**
 * Serves a handler on a port. Written here, since the requests have neither bodies nor secrets in their addresses: that takes
 * two functions, and no package more for everybody who installs this one.
 *
 * @throws the error of the system if the address is taken.
 */
export async function serveHandler(
  handler: WatchHandler,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WatchServer> {
  const server = createServer((request, response) => {
    // What goes wrong here is a client that has gone.
    answer(handler, request, response).catch(() => response.destroy());
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  const url = await listen(server, host, port);
  return new Served(server, handler, url);
}

class Served implements WatchServer {
  readonly url: string;
  readonly #server: Server;
  readonly #handler: WatchHandler;

  constructor(server: Server, handler: WatchHandler, url: string) {
    this.#server = server;
    this.#handler = handler;
    this.url = url;
  }

  get viewers(): number {
    return this.#handler.viewers;
  }

  async close(): Promise<void> {
    this.#handler.close();
    await closeServer(this.#server);
  }
}

async function answer(
  handler: WatchHandler,
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
