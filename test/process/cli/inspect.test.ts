import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { describe, expect, it } from 'vitest';
import { extendOrder } from '../../../machines/index.ts';
import { createShop } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { HOUR, MINUTE, START } from '../../rules/shop/openShop.ts';
import { runTool } from './runTool.ts';
import { activeKey, meddle, newPath, openStored } from './storedShop.ts';

async function inspected(path: string) {
  const { status, stdout, stderr } = await runTool(['inspect', path, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('inspect', () => {
  it('counts what is in the store, also while a shop has it open', async () => {
    const { path, shop, ids } = await openStored();
    const open = await inspected(path);
    expect(open).toEqual({
      path,
      bytes: expect.any(Number),
      format: 4,
      currency: 'USD',
      inUseBy: process.pid,
      entries: 51,
      log: null,
      turns: { count: expect.any(Number), lastAt: START },
      carts: { active: { open: 1 }, archived: {} },
      orders: {
        active: { pending: 1, confirmed: 1, shipped: 1 },
        archived: { cancelled: 1, delivered: 1 },
      },
      products: 3,
      users: 3,
      reviews: 1,
      facts: { kept: 22, oldest: 1, newest: 22 },
      consumers: [{ name: 'mail', position: 1, behind: 21 }],
      stock: { received: 14, available: 9, held: 3, shipped: 2, productsSoldOut: 1 },
      timers: {
        waiting: 2,
        overdue: 2,
        next: [
          {
            dueAt: START + 30 * MINUTE,
            actor: `order:${ids.pending}`,
            event: 'xstate.after.paymentTimeout.order.pending',
          },
          {
            dueAt: START + 24 * HOUR,
            actor: 'cart:bob',
            event: 'xstate.after.cartExpiry.cart.open',
          },
        ],
      },
      otherRecords: { 'order index entries': 5, 'idempotency answers': 5, charts: 2 },
      unreadable: 0,
    });
    await shop.close();
    expect(await inspected(path)).toEqual({ ...open, inUseBy: null });
  });

  it('names timers by the clock of the last opening, though it has jumped since they were written', async () => {
    const path = newPath();
    const first = simulatedClock(START + HOUR);
    const shop = await createShop({ store: await lmdbStore({ path }), clock: first });
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 1);
    await shop.close();
    const clock = simulatedClock(START);
    await (await createShop({ store: await lmdbStore({ path }), clock })).close();
    const { timers, turns } = await inspected(path);
    expect(timers.next).toMatchObject([{ dueAt: START + 24 * HOUR, actor: 'cart:ada' }]);
    expect(turns.lastAt).toBe(START);
    expect((await runTool(['audit', path])).status).toBe(0);
  });

  it('prints the same as an aligned table', async () => {
    const { path, shop, ids } = await openStored();
    await shop.close();
    const { stdout } = await runTool(['inspect', path]);
    expect(stdout.replaceAll(/[\d.]+ kB/g, '? kB')).toBe(`store                ${path}
                     format 4, USD, ? kB, not in use
entries              51
turns                28  last at 2026-01-01 00:00:00 UTC
users                 3
products              3  1 of them sold out
reviews               1
carts                 1
  open                1
orders                5
  confirmed           1
  pending             1
  shipped             1
  cancelled           1  archived
  delivered           1  archived
units received       14
  available           9
  held                3  by open orders
  shipped             2
facts kept           22  number 1 to 22
  consumer mail       1  21 behind
timers                2  2 overdue
  next               2026-01-01 00:30:00 UTC  order:${ids.pending}, after paymentTimeout
                     2026-01-02 00:00:00 UTC  cart:bob, after cartExpiry
order index entries   5
idempotency answers   5
charts                2
`);
  });

  it('changes nothing: timers that are overdue wait for a shop', async () => {
    const { path, shop } = await openStored();
    await shop.close();
    const before = readFileSync(join(path, 'data.mdb'));
    for (const args of [['inspect'], ['audit'], ['export']]) await runTool([...args, path]);
    expect(readFileSync(join(path, 'data.mdb')).equals(before)).toBe(true);
  });

  it('counts timers that are not due yet, and names the next five', async () => {
    const path = newPath();
    const clock = simulatedClock(Date.UTC(3000, 0, 1));
    const shop = await createShop({ clock, store: await lmdbStore({ path }) });
    await shop.products.add({ sku: 'mug', name: 'Mug', category: 'k', priceMinor: 1, stock: 1 });
    for (let number = 7; number > 0; number--) {
      await shop.users.register({ userId: `u${number}`, name: 'U' });
      await shop.carts.add(`u${number}`, 'mug', 1);
      clock.advance(MINUTE);
    }
    await shop.close();
    const { timers } = await inspected(path);
    expect(timers).toMatchObject({ waiting: 7, overdue: 0 });
    expect(timers.next.map(({ actor }: { actor: string }) => actor)).toEqual([
      'cart:u7',
      'cart:u6',
      'cart:u5',
      'cart:u4',
      'cart:u3',
    ]);
  });

  it('reads orders of an own chart without that chart', async () => {
    const path = newPath();
    const order = extendOrder({
      confirmed: {
        initial: 'picking',
        on: {
          'order.cancel': {
            target: 'cancelled',
            actions: ['noteReason', 'releaseStock', 'tellCancelled'],
          },
          'order.ship': {
            target: 'shipped',
            actions: ['noteTracking', 'commitStock', 'tellShipped'],
          },
        },
        states: { picking: {} },
      },
    });
    const shop = await createShop({ machines: { order }, store: await lmdbStore({ path }) });
    await shop.products.add({ sku: 'mug', name: 'Mug', category: 'k', priceMinor: 1, stock: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 1);
    const answer = await shop.checkout('ada');
    if (answer.ok) await shop.orders.confirm(answer.order.orderId);
    await shop.close();
    expect((await inspected(path)).orders.active).toEqual({ 'confirmed.picking': 1 });
    expect((await runTool(['audit', path])).status).toBe(0);
  });

  it('counts what it cannot read', async () => {
    const { path, shop } = await openStored();
    await shop.close();
    await meddle(path, (store) => [
      { op: 'put', key: activeKey(store, 'cart', 'bob'), value: '{"cut' },
      { op: 'put', key: ['stock', 'mug'], value: '3' },
    ]);
    const { unreadable, carts } = await inspected(path);
    expect({ unreadable, carts }).toEqual({
      unreadable: 2,
      carts: { active: {}, archived: {} },
    });
    expect((await runTool(['inspect', path])).stdout).toMatch(
      /^unreadable +2 +see statecart audit$/m,
    );
  });
});
