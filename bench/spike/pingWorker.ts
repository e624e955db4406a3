import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** The client thread of the pings; see `pingHost.ts`. */
const { port, everyMs } = workerData as { readonly port: number; readonly everyMs: number };
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const pings: { at: number; tookMs: number }[] = [];
let isOver = false;

parentPort?.once('message', () => {
  isOver = true;
});

function ping(): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    }).on('error', reject);
  });
}

while (!isOver) {
  const from = performance.now();
  await ping();
  pings.push({ at: performance.timeOrigin + from, tookMs: performance.now() - from });
  await new Promise((resolve) => setTimeout(resolve, everyMs));
}
agent.destroy();
parentPort?.postMessage(pings);
