import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { nanoid } from 'nanoid';
import type { WebSocketServer } from 'ws';
import type { InspectionEvent } from 'xstate';
import { closeServer, listen } from '../../web/listen.ts';
import { isFromOwnOrigin, type RequestHeaders } from '../../web/ownOrigin.ts';
import {
  CATCH_UP_MS,
  MAX_CONNECTIONS,
  MAX_VIEWERS,
  PING_MS,
  REQUEST_TIMEOUT_MS,
} from '../limits.ts';
import { inspectorPage, pageHeaders } from './inspectorPage.ts';
import type { InspectorServer } from './inspectorServer.ts';
import { statelyMessage } from './statelyMessage.ts';
import { Viewer } from './viewer.ts';

/** Something whose actors are shown. */
export interface ViewedSource {
  /** A viewer has come, who knows none of the actors. */
  introduce(viewer: Viewer): void;
  /** The last viewer has gone. */
  end(): void;
}

export interface ViewerServerOptions {
  readonly host: string;
  readonly port: number;
  readonly sockets: WebSocketServer;
}

/** WebSocket close code: a viewer has said something (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

/**
 * A page with the Stately inspector, and a WebSocket with its messages. A viewer that is slow, gone or hostile costs bounded
 * memory.
 */
export class ViewerServer implements InspectorServer {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #viewers = new Set<Viewer>();
  readonly #sources = new Set<ViewedSource>();
  #timers: NodeJS.Timeout[] = [];
  #url = '';

  private constructor({ sockets }: ViewerServerOptions) {
    this.#sockets = sockets;
    this.#server = createServer((request, response) => answer(request, response));
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.headersTimeout = REQUEST_TIMEOUT_MS;
    this.#server.requestTimeout = REQUEST_TIMEOUT_MS;
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @throws the error of the system if the address is taken. */
  static async open(options: ViewerServerOptions): Promise<ViewerServer> {
    const opened = new ViewerServer(options);
    opened.#url = await listen(opened.#server, options.host, options.port);
    return opened;
  }

  get url(): string {
    return this.#url;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Used by `inspectShop`. @returns a function that removes the source. */
  addSource(source: ViewedSource): () => void {
    this.#sources.add(source);
    for (const viewer of this.#viewers) source.introduce(viewer);
    return () => this.#sources.delete(source);
  }

  /** Used by `inspectShop`: sends an event to all viewers. */
  send(event: InspectionEvent): void {
    const message = statelyMessage(event);
    if (message === undefined) return;
    for (const viewer of this.#viewers) viewer.send(message);
  }

  async close(): Promise<void> {
    for (const viewer of this.#viewers) viewer.drop();
    this.#sockets.close();
    await closeServer(this.#server);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that is gone before it has got its answer has no effect.
    socket.on('error', () => {});
    const status = isFromOwnOrigin(headersOf(request)) ? this.#refusal() : '403 Forbidden';
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      // Frames that are too large or broken: the package closes the connection.
      opened.on('error', () => {});
      opened.on('message', () => opened.close(POLICY_VIOLATION, 'this server only sends'));
      const viewer = new Viewer(opened);
      opened.on('close', () => this.#remove(viewer));
      this.#add(viewer);
    });
  }

  #refusal(): string | undefined {
    return this.#viewers.size < MAX_VIEWERS ? undefined : '503 Service Unavailable';
  }

  #add(viewer: Viewer): void {
    this.#viewers.add(viewer);
    if (this.#timers.length === 0) {
      this.#timers = [
        setInterval(() => this.#sendPending(), CATCH_UP_MS).unref(),
        setInterval(() => this.#ping(), PING_MS).unref(),
      ];
    }
    for (const source of this.#sources) source.introduce(viewer);
  }

  #remove(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    for (const source of this.#sources) source.end();
  }

  #ping(): void {
    for (const viewer of this.#viewers) viewer.ping();
  }

  /** Goes on with viewers that have taken what waited for them. */
  #sendPending(): void {
    for (const viewer of this.#viewers) {
      if (viewer.isBehind && viewer.hasDrained) {
        viewer.startAnew();
        for (const source of this.#sources) source.introduce(viewer);
      } else viewer.sendPending();
    }
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  // A body has no meaning here.
  request.resume();
  if (!isFromOwnOrigin(headersOf(request))) response.writeHead(403).end();
  else if (request.url !== '/') response.writeHead(404).end();
  else if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else {
    const nonce = nanoid();
    response.writeHead(200, pageHeaders(nonce)).end(inspectorPage(nonce));
  }
}

function headersOf({ headers: { host, origin } }: IncomingMessage): RequestHeaders {
  return { host, origin };
}
