import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The most messages of a call, and the most calls of a channel at a time. */
export const MAX_BATCH = 5;
export const MAX_CONCURRENT = 2;

/** A message that has arrived. */
export interface Arrival {
  readonly channel: string;
  /** The number of the call of a channel, in its process. */
  readonly call: number;
  readonly id: string;
  readonly attempt: number;
  readonly fact: RecordedFact & { readonly orderId?: string };
}

/** One line of what a process tells. */
export type Line =
  | Arrival
  /** The results of a call, right before its channel returns them. */
  | { readonly answered: number; readonly results: readonly string[] }
  /** A fact of the log, oldest first. */
  | { readonly logged: RecordedFact & { readonly orderId?: string } }
  | { readonly done: true };

/**
 * Opens a shop with two channels that take their time for each message, and sells until it is killed; or delivers what is
 * left, tells all facts of its log, and closes the shop.
 */
const CODE = `
  import { writeSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { createShop } from 'statecart';
  import { diskStore } from 'statecart/disk';
  import { lmdbStore } from 'statecart/lmdb';

  const [path, kind, mode] = process.argv.slice(1);
  const tell = (line) => writeSync(1, JSON.stringify(line) + '\\n');
  const MESSAGE_MS = 2;

  let calls = 0;
  const channel = (name, rest) => ({
    name,
    ...rest,
    async deliver(batch) {
      const call = ++calls;
      for (const { id, attempt, fact } of batch) {
        tell({ channel: name, call, id, attempt, fact });
        await sleep(MESSAGE_MS);
      }
      const results = batch.map(({ fact }) => (mustWait(name, fact) ? 'retry' : 'sent'));
      tell({ answered: call, results });
      return results.map((status) => ({ status }));
    },
  });
  /** Some messages about each order do not get through at once, so that later ones wait for them. */
  const tried = new Set();
  const mustWait = (name, { seq }) => {
    const isFirst = !tried.has(name + seq);
    tried.add(name + seq);
    return name === 'hook' && seq % 5 === 0 && isFirst;
  };

  const store = await (kind === 'lmdb' ? lmdbStore({ path }) : diskStore({ path }));
  const limits = { maxBatch: ${MAX_BATCH}, maxConcurrent: ${MAX_CONCURRENT}, gatherMs: 5 };
  const shop = await createShop({
    store,
    notifications: {
      channels: [channel('mail', {}), channel('hook', { audience: 'systems' })],
      limits: { '*': { ...limits, baseBackoffMs: 20, maxBackoffMs: 50 } },
    },
  });
  const backlog = () =>
    shop.notifications.status().reduce((sum, { backlog, waiting, underWay, retrying }) => {
      return sum + backlog + waiting + underWay + retrying;
    }, 0);

  async function shopAs(userId) {
    await shop.users.register({ userId, name: userId });
    for (;;) {
      while (backlog() > 40) await sleep(5);
      await shop.carts.add(userId, 'mug', 1);
      const { order: { orderId } } = await shop.checkout(userId);
      await shop.orders.confirm(orderId);
      await shop.orders.ship(orderId, { trackingNumber: 'T1' });
      await shop.orders.deliver(orderId);
    }
  }

  async function finish() {
    while (backlog() > 0) await sleep(5);
    await shop.products.review('mug', { userId: 'ada', rating: 5 });
    for await (const fact of shop.facts({ after: 0 })) {
      if (fact.type === 'product.reviewed' && backlog() === 0) break;
      tell({ logged: fact });
    }
    await shop.close();
    tell({ done: true });
  }

  if (mode === 'finish') await finish();
  else {
    const mug = { sku: 'mug', name: 'Mug', category: 'home', priceMinor: 100, stock: 1_000_000 };
    await shop.products.add(mug);
    await Promise.all(['ada', 'bob', 'cyd'].map(shopAs));
  }`;

export interface SellingProcess {
  readonly path: string;
  readonly kind: 'lmdb' | 'disk';
  /** Sells until it is killed, or finishes what is left. */
  readonly mode: 'sell' | 'finish';
  /** It is killed when so many messages have arrived; not at all when left out. */
  readonly killAfter?: number;
}

/** Runs a process to its end. @returns everything that it has told. */
export async function runSelling({ path, kind, mode, killAfter = Infinity }: SellingProcess) {
  const args = ['--input-type=module', '--eval', CODE, path, kind, mode];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (text.split('"attempt":').length > killAfter) child.kill('SIGKILL');
  });
  const [code, signal] = await once(child, 'close');
  const lines = text.split('\n').slice(0, -1);
  return { ended: signal ?? code, lines: lines.map((line): Line => JSON.parse(line)) };
}
