import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { WatchedStock, WatchPicture, WatchUpdate } from '../../../src/watch/watchTypes.ts';

const PAGE = join(import.meta.dirname, '../../../dist/src/watch/page.html');

export interface PageServer {
  readonly url: string;
  readonly port: number;
  /** The ids that the open connections follow, null for none. */
  readonly follows: (string | null)[];
  /** Sends it to all viewers, and to those that come later. */
  send(update: WatchUpdate): void;
  close(): Promise<void>;
}

export interface PageServerOptions {
  readonly picture: WatchPicture;
  readonly stock?: (sku: string) => WatchedStock | undefined;
  readonly token?: string;
  readonly port?: number;
}

/** Serves the page of the live view as a shop does, with figures from the test. */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const { picture, stock = () => undefined, token, port = 0 } = options;
  const viewers = new Map<ServerResponse, string | null>();
  let last: string | undefined;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      sendPage(response);
      return;
    }
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return;
    }
    if (pathname === '/api/picture') {
      sendJson(response, picture);
    } else if (pathname === '/api/stock') {
      sendJson(response, stock(searchParams.get('sku') ?? ''));
    } else if (pathname === '/api/updates') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      viewers.set(response, searchParams.get('follow'));
      response.on('close', () => viewers.delete(response));
      if (last !== undefined) response.write(last);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/`,
    port: address.port,
    get follows() {
      return [...viewers.values()];
    },
    send(update) {
      last = `data: ${JSON.stringify(update)}\n\n`;
      for (const viewer of viewers.keys()) viewer.write(last);
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
    })
    .end(readFileSync(PAGE, 'utf8').replaceAll('__NONCE__', nonce));
}

function sendJson(response: ServerResponse, value: unknown): void {
  if (value === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
