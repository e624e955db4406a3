import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { WatchUpdate } from '../../../src/watch/watchTypes.ts';

/** Waits until the condition holds; its message tells what it is waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A connection to a server, for what no client would send. */
export class RawClient {
  readonly socket: Socket;
  text = '';
  isClosed = false;

  constructor(url: string) {
    this.socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
    this.socket.setEncoding('latin1');
    this.socket.on('error', () => {});
    this.socket.on('data', (chunk) => {
      this.text += chunk;
    });
    this.socket.on('close', () => {
      this.isClosed = true;
    });
  }

  /** Sends lines as they are, with an empty one at the end. */
  send(...lines: string[]): this {
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    return this;
  }

  /** The status of the first answer; 0 if the connection was closed without one. */
  async status(): Promise<number> {
    await until('an answer', () => this.text !== '' || this.isClosed);
    return Number(/^HTTP\/1\.1 (\d+)/.exec(this.text)?.[1] ?? 0);
  }
}

/** One who views a live page over a socket. */
export class SocketViewer {
  readonly updates: WatchUpdate[] = [];
  isClosed = false;
  readonly #request: ClientRequest;
  #text = '';

  private constructor(sent: ClientRequest, response: IncomingMessage) {
    this.#request = sent;
    response.setEncoding('utf8');
    response.on('error', () => {});
    response.on('close', () => {
      this.isClosed = true;
    });
    response.on('data', (chunk: string) => {
      const events = `${this.#text}${chunk}`.split('\n\n');
      this.#text = events.pop() ?? '';
      for (const event of events) this.updates.push(JSON.parse(event.replace(/^data: /, '')));
    });
  }

  /** @param path with the query. */
  static async of(url: string, path = '/api/updates'): Promise<SocketViewer> {
    const sent = request(new URL(path, url), { agent: false });
    sent.on('error', () => {});
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`got status ${response.statusCode}`);
    return new SocketViewer(sent, response);
  }

  get last(): WatchUpdate | undefined {
    return this.updates.at(-1);
  }

  leave(): void {
    this.#request.destroy();
  }
}

/** The status of the answer to a request; undefined if the server gives none. */
export async function statusOf(url: string, init: RequestInit = {}): Promise<number | undefined> {
  try {
    const response = await fetch(url, init);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
