import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll } from 'vitest';
import type { Change, Key, Shop, Store } from '../../../src/index.ts';
import { withoutName } from '../../../src/schema/actorCodec.ts';
import { accepted, buy, fillCart, openShop } from '../../rules/shop/openShop.ts';

const home = mkdtempSync(join(tmpdir(), 'statecart-cli-'));
afterAll(() => rmSync(home, { recursive: true }));
let count = 0;

/** A new path of the test's own. */
export function newPath(): string {
  return join(home, String(++count));
}

const STATES = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const;

/**
 * Opens a shop on a new store: ten mugs, three lamps and a vase; an order of a mug of Ada's in each
 * state, `ids` by it, the pending one also of a vase; a cart of Bob's with a lamp, a review of
 * Mia's, and a consumer that has had one fact.
 */
export async function openStored() {
  const path = newPath();
  let count = 0;
  const store = await lmdbStore({ path });
  const { shop } = await openShop({ store, createId: () => `id-${++count}` });
  const consumer = shop.consumer('mail');
  const ids = Object.fromEntries(STATES.map((state) => [state, ''])) as Record<
    (typeof STATES)[number],
    string
  >;
  for (const state of STATES) ids[state] = await orderIn(shop, state);
  await fillCart(shop, 'bob', { lamp: 1 });
  accepted(await shop.products.review('mug', { userId: 'mia', rating: 5 }));
  for await (const fact of consumer) {
    await consumer.acknowledge(fact);
    break;
  }
  return { path, shop, ids };
}

async function orderIn(shop: Shop, state: (typeof STATES)[number]): Promise<string> {
  const lines = state === 'pending' ? { mug: 1, vase: 1 } : { mug: 1 };
  const { orderId } = await buy(shop, 'ada', lines, { idempotencyKey: state });
  if (state === 'pending') return orderId;
  if (state === 'cancelled') {
    accepted(await shop.orders.cancel(orderId));
    return orderId;
  }
  accepted(await shop.orders.confirm(orderId));
  if (state === 'confirmed') return orderId;
  accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
  if (state === 'shipped') return orderId;
  accepted(await shop.orders.deliver(orderId));
  return orderId;
}

/** A copy of the store that no process has open, with the clean-shutdown marker if the store has one. */
export function copyOf(path: string): string {
  const copy = newPath();
  cpSync(join(path, 'data.mdb'), join(copy, 'data.mdb'));
  if (existsSync(join(path, 'closed'))) cpSync(join(path, 'closed'), join(copy, 'closed'));
  return copy;
}

/** Writes into a closed store directly, without the rules of the shop. */
export async function meddle(
  path: string,
  changes: (store: Store) => readonly Change[],
): Promise<void> {
  const locks = join(path, 'lock.mdb');
  const hadLocks = existsSync(locks);
  const store = await lmdbStore({ path });
  await store.commit(changes(store));
  await store.close();
  // Reading a store that has none is faster: see verifyForReading.
  if (!hadLocks) rmSync(locks);
}

export function put(key: Key, value: unknown): Change {
  return { op: 'put', key, value: JSON.stringify(value) };
}

export function remove(key: Key): Change {
  return { op: 'delete', key };
}

/** A record that is there, with something else in it. */
export function edit(store: Store, key: Key, change: (text: string) => string): Change {
  const text = store.get(key);
  if (text === undefined) throw new Error(`there is no ${JSON.stringify(key)}`);
  const value = change(text);
  if (value === text) throw new Error(`${text} stays as it is`);
  return { op: 'put', key, value };
}

/** The key of an active actor's record. */
export function activeKey(store: Store, kind: 'cart' | 'order', name: string): Key {
  for (const [key, text] of store.range({ prefix: ['open', kind] })) {
    if (withoutName(text)[0] === name) return key;
  }
  throw new Error(`there is no active ${kind} ${name}`);
}

/** The record of an active actor with its name. */
export function activeText(store: Store, kind: 'cart' | 'order', name: string): string {
  return store.get(activeKey(store, kind, name)) ?? '';
}
