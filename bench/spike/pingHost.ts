import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PING_EVERY_MS } from './limits.ts';

/** A ping of the host. Milliseconds; the time is one of `performance.timeOrigin + performance.now()`. */
export interface Ping {
  readonly at: number;
  readonly tookMs: number;
}

/**
 * A server in this process, as a shop is embedded in one, and a client in a thread of its own that asks it again and
 * again: how long it waits is what the shop does to the rest of its process.
 */
export async function startPinging(): Promise<{ stop: () => Promise<Ping[]> }> {
  const server = createServer((_, response) => response.end('pong'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const module = new URL(`pingWorker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(module, { workerData: { port, everyMs: PING_EVERY_MS } });
  return {
    async stop() {
      const pings = await new Promise<Ping[]>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage('stop');
      });
      await worker.terminate();
      server.closeAllConnections();
      server.close();
      return pings;
    },
  };
}
