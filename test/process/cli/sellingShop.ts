import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** A program with a shop that sells until it is stopped: `sell` and `close` come from the parent. */
const PROGRAM = `
  const { createShop } = await import('statecart');
  const { diskStore } = await import('statecart/disk');
  const bytes = 64 * 1024;
  const store = await diskStore({
    path: process.argv[1], checkpointEveryBytes: bytes, segmentBytes: bytes, keptLogBytes: 0,
  });
  const shop = await createShop({ store });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'k', priceMinor: 900, stock: 1e6 });
  let isOpen = true;
  process.on('message', () => { isOpen = false; });
  let count = 0;
  const buy = async () => {
    const userId = 'user-' + process.pid + '-' + ++count;
    await shop.users.register({ userId, name: 'x'.repeat(100) });
    await shop.carts.add(userId, 'mug', 1);
    const { order } = await shop.checkout(userId);
    await shop.orders.confirm(order.orderId);
  };
  while (isOpen) {
    await Promise.all(Array.from({ length: 10 }, buy));
    if (count === 200) process.send('selling');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await shop.close();
  process.disconnect();
`;

export interface SellingShop {
  readonly pid: number;
  /** Closes the shop. Resolves when its process has ended. */
  close(): Promise<void>;
  /** Kills the process. Resolves when it has ended. */
  kill(): Promise<void>;
}

/** Starts a process with a shop that has sold to many customers, and goes on. */
export async function startSelling(path: string): Promise<SellingShop> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, path], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.add(child);
  const ended = once(child, 'close').then(() => {
    running.delete(child);
  });
  await once(child, 'message');
  return {
    pid: child.pid as number,
    async close() {
      child.send('close');
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
