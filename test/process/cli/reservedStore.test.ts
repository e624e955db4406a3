import { diskStore } from 'statecart/disk';
import { lmdbStore } from 'statecart/lmdb';
import { describe, expect, it } from 'vitest';
import { createShop, type Shop, type Store } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, fillCart, MINUTE, openShop, START } from '../../rules/shop/openShop.ts';
import { runTool } from './runTool.ts';
import { copyOf, meddle, newPath } from './storedShop.ts';

const OPTIONS = { reserveInCartMs: 5 * MINUTE, maxReservedPerUser: 3 };
const KINDS: Readonly<Record<string, (path: string) => Promise<Store>>> = {
  lmdb: (path) => lmdbStore({ path }),
  disk: (path) => diskStore({ path }),
};

/** A closed store of a shop in which Ada may have no further mug, and carts have units reserved. */
async function reservedStore(open: (path: string) => Promise<Store>) {
  const path = newPath();
  const { shop } = await openShop({ store: await open(path), ...OPTIONS });
  await shop.products.update('mug', { maxPerUser: 2 });
  await buy(shop, 'ada', { mug: 1 });
  const { orderId } = await buy(shop, 'ada', { mug: 1 });
  accepted(await shop.orders.confirm(orderId));
  accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
  await fillCart(shop, 'ada', { mug: 1, lamp: 1 });
  await fillCart(shop, 'bob', { mug: 1, vase: 1 });
  const seen = picture(shop);
  await shop.close();
  return { path, seen };
}

const picture = (shop: Shop) => [
  shop.carts.get('ada'),
  shop.carts.get('bob'),
  ...['mug', 'lamp', 'vase'].map((sku) => [shop.products.get(sku), shop.explain(sku)]),
  shop.audit(),
];

describe.each(Object.entries(KINDS))('a store of the kind %s', (_, open) => {
  it('keeps limits of users and units that carts have reserved', async () => {
    const { path, seen } = await reservedStore(open);
    const audit = await runTool(['audit', path]);
    expect(audit).toMatchObject({ status: 0 });
    const clock = simulatedClock(START);
    const shop = await createShop({ store: await open(path), clock, ...OPTIONS });
    expect(picture(shop)).toEqual(seen);
    expect(await shop.checkout('ada')).toMatchObject({
      refusal: { code: 'purchase-limit', maxPerUser: 2, counted: 2 },
    });
    accepted(await shop.checkout('bob'));
    clock.advance(5 * MINUTE);
    expect(shop.explain('lamp')).toMatchObject({ available: 3, held: 0 });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
    expect(await runTool(['audit', path])).toMatchObject({ status: 0 });
  });

  it('is the same after an export and an import', async () => {
    const { path, seen } = await reservedStore(open);
    const { stdout } = await runTool(['export', path]);
    const copy = newPath();
    expect(await runTool(['import', copy], { input: stdout })).toMatchObject({ status: 0 });
    const shop = await createShop({
      store: await lmdbStore({ path: copy }),
      clock: simulatedClock(START),
      ...OPTIONS,
    });
    expect(picture(shop)).toEqual(seen);
    await shop.close();
  });
});

describe('audit', () => {
  it('finds units that no cart has reserved any more', async () => {
    const { path } = await reservedStore(KINDS.lmdb as (path: string) => Promise<Store>);
    const broken = copyOf(path);
    await meddle(broken, (store) => {
      return [...store.range({ prefix: ['open', 'cart'] })].flatMap(([key, text]) => {
        if (!text.startsWith('["ada"')) return [];
        const value = text.replace(/"reservations":\[.*?\}\],"reservedUntil":\d+,?/, '');
        expect(value).not.toBe(text);
        return [{ op: 'put' as const, key, value: value.replace(',}', '}') }];
      });
    });
    const { status, stdout } = await runTool(['audit', broken]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/lamp at main: held is 1, but the holds add up to 0/);
  });

  it('finds a reservation that cannot be read', async () => {
    const { path } = await reservedStore(KINDS.lmdb as (path: string) => Promise<Store>);
    const broken = copyOf(path);
    await meddle(broken, (store) => {
      return [...store.range({ prefix: ['open', 'cart'] })].map(([key, text]) => {
        return { op: 'put' as const, key, value: text.replaceAll('"afterMs":0', '"afterMs":-1') };
      });
    });
    const { status, stdout } = await runTool(['audit', broken]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/afterMs/);
  });
});
