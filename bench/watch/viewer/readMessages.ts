import { once } from 'node:events';
import { WebSocket } from 'ws';
import { QUIET_MS } from '../limits.ts';
import type { View } from './view.ts';

/**
 * Reads the messages that the Stately inspector gets, as fast as they come. Resolves when all actors of a shop that does
 * nothing have been introduced.
 *
 * @throws Error if the server refuses them.
 */
export async function readMessages(url: string): Promise<View> {
  const socket = new WebSocket(url.replace('http:', 'ws:'), { perMessageDeflate: false });
  const got = { messages: 0, bytes: 0 };
  let lastAt = 0;
  socket.on('message', (data: Buffer) => {
    got.messages++;
    got.bytes += data.length;
    lastAt = performance.now();
  });
  await once(socket, 'open');
  lastAt = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (got.messages === 0 || performance.now() - lastAt < QUIET_MS) return;
      clearInterval(timer);
      resolve();
    }, QUIET_MS / 10);
  });
  return {
    got,
    async close() {
      socket.terminate();
    },
  };
}
