import { expect, test } from 'vitest';
import { openSaleShop } from '../../../bench/sale/openSaleShop.ts';
import { runSale } from '../../../bench/sale/runSale.ts';
import { saleIds } from '../../../bench/sale/saleShop.ts';
import { verdict } from '../../../bench/sale/verdict.ts';
import type { Shop } from '../../../src/index.ts';
import { settingsOf } from './settings.ts';
import { inSimulatedTime } from './simulatedTime.ts';

/** Answers checkouts as if the disk were far too slow: not before the shop is closed. */
function slowed(shop: Shop): Shop {
  let answerAll = () => {};
  const whenClosed = new Promise<void>((resolve) => {
    answerAll = resolve;
  });
  return {
    ...shop,
    async checkout(...given) {
      const answer = await shop.checkout(...given);
      await whenClosed;
      return answer;
    },
    async close() {
      answerAll();
      await shop.close();
    },
  };
}

test('a shop that answers late, but answers, has missed its rate and lost no request', async () => {
  const settings = settingsOf({ seconds: 1 });
  const figures = await inSimulatedTime(async () => {
    const ids = saleIds(settings);
    const { shop } = await openSaleShop(settings, ids);
    return runSale({ shop: slowed(shop), ids, settings, warmUpMs: 100 });
  });
  expect(figures.checkouts.share).toBe(0);
  expect(figures.unanswered).toBe(0);
  const { failures, missedRates } = verdict(figures);
  expect(failures).toEqual([]);
  expect(missedRates[0]).toMatch(/^rate missed: held 0 of \S+ checkouts per second/);
});
