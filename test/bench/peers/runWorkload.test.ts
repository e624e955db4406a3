import { describe, expect, test } from 'vitest';
import type { Purchase } from '../../../bench/closedLoop/purchases.ts';
import { openMap } from '../../../bench/peers/openMap.ts';
import { openPlainXstate } from '../../../bench/peers/openPlainXstate.ts';
import type { Peer } from '../../../bench/peers/peer.ts';
import { runWorkload, type WorkloadOptions } from '../../../bench/peers/runWorkload.ts';

const shop = { products: 5, stock: 1000, users: 8 };
const options: WorkloadOptions = {
  ...{ workload: 'checkouts', budget: { purchases: 30 }, seed: 1, inFlight: 4 },
  shop,
};

test('the carts of a batch are filled before its first checkout', async () => {
  const peer = await openMap(shop);
  const filled = new Set<number>();
  const watched: Peer = {
    ...peer,
    async fillCarts(purchases) {
      for (const { number } of purchases) filled.add(number);
    },
    async checkout(purchase) {
      expect(filled).toContain(purchase.number);
      await peer.checkout(purchase);
    },
  };
  // 10 to warm up.
  expect(await runWorkload(watched, options)).toMatchObject({ purchases: 30, unitsSold: 80 });
  expect(filled.size).toBe(40);
});

test('the users of a batch are all different, since each has one cart', async () => {
  const peer = await openMap(shop);
  const batches: Purchase[][] = [];
  await runWorkload(
    { ...peer, fillCarts: async (batch) => void batches.push([...batch]) },
    options,
  );
  expect(batches.length).toBeGreaterThan(3);
  for (const batch of batches) {
    expect(new Set(batch.map(({ userId }) => userId)).size).toBe(batch.length);
  }
});

test('a run of some seconds goes on until so many have been timed', async () => {
  const plenty = { ...shop, stock: 1e9 };
  const budget = { seconds: 0.02 };
  const { seconds, purchases, unitsSold } = await runWorkload(await openMap(plenty), {
    ...{ ...options, budget },
    shop: plenty,
  });
  expect(seconds).toBeGreaterThanOrEqual(budget.seconds);
  expect(purchases % shop.users).toBe(0);
  // Those of the warm-up are units sold, too.
  expect(unitsSold).toBeGreaterThan(2 * purchases);
});

describe('the checksum', () => {
  test('catches a checkout that takes nothing', async () => {
    const peer = await openMap(shop);
    const lossy: Peer = {
      ...peer,
      checkout: async (purchase) => {
        if (purchase.number !== 17) await peer.checkout(purchase);
      },
    };
    await expect(runWorkload(lossy, options)).rejects.toThrow(/units were bought, .* are missing/);
  });

  test('catches a checkout that takes a unit of the wrong product', async () => {
    const peer = await openMap(shop);
    const wrong: Peer = {
      ...peer,
      checkout: ({ skus: [first, second], ...rest }) => {
        const other = ['sku-0', 'sku-1', 'sku-2'].find((sku) => sku !== first && sku !== second);
        const skus =
          rest.number === 17 ? ([first, other ?? ''] as const) : ([first, second] as const);
        return peer.checkout({ ...rest, skus });
      },
    };
    await expect(runWorkload(wrong, options)).rejects.toThrow(/product \d: \d+ units were bought/);
  });

  test('passes for the charts on plain XState, for checkouts and for lifecycles', async () => {
    for (const workload of ['checkouts', 'lifecycles'] as const) {
      const peer = await openPlainXstate(shop);
      expect(await runWorkload(peer, { ...options, workload })).toMatchObject({ unitsSold: 80 });
    }
  });
});

test('a peer that is sold out fails the run', async () => {
  const scarce = { ...shop, stock: 3 };
  for (const open of [openMap, openPlainXstate]) {
    const running = runWorkload(await open(scarce), { ...options, shop: scarce });
    await expect(running).rejects.toThrow(/out.of.stock/);
  }
});
