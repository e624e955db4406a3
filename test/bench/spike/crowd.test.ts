import { describe, expect, test } from 'vitest';
import type { SaleAnswer, SaleShop } from '../../../bench/sale/saleShop.ts';
import { Crowd } from '../../../bench/spike/crowd.ts';
import { PATIENCE_MS } from '../../../bench/spike/limits.ts';
import { percentileOf, sumOf, Timeline } from '../../../bench/spike/timeline.ts';

const OVERLOADED = (retryAfterMs: number): SaleAnswer => ({
  ok: false,
  refusal: { code: 'overloaded', retryAfterMs },
});
const PLACED = { ok: true, order: { orderId: 'order' } } as SaleAnswer;

/** A crowd of three shoppers, and a shop that answers as it is told. */
function openCrowd(answer: (command: string) => SaleAnswer) {
  let time = 0;
  const calls: string[] = [];
  const call = (command: string) => async () => {
    calls.push(command);
    return answer(command) as never;
  };
  const shop: SaleShop = {
    products: { get: () => undefined },
    carts: { get: () => undefined, add: call('add'), clear: call('clear') },
    checkout: call('checkout'),
    orders: {
      confirm: call('confirm'),
      ship: call('ship'),
      deliver: call('deliver'),
      cancel: call('cancel'),
    },
  };
  const ids = { userIds: ['ada', 'bob', 'cem'], skus: ['mug'] };
  const timeline = new Timeline();
  const crowd = new Crowd({ shop, ids, seed: 1, timeline, now: () => time });
  const settle = async () => {
    for (let tick = 0; tick < 20; tick++) await undefined;
  };
  const goTo = async (ms: number) => {
    time = ms;
    crowd.goOn(ms);
    await settle();
  };
  return { crowd, calls, timeline, settle, goTo };
}

describe('a shopper', () => {
  test('fills a cart, buys it, and leaves; the order goes on to its end', async () => {
    const { crowd, calls, timeline, settle, goTo } = openCrowd(() => PLACED);
    let left = 0;
    crowd.onLeft = () => left++;
    crowd.arrive(0);
    await settle();
    expect(calls).toEqual(['add', 'add', 'checkout']);
    expect(left).toBe(1);
    expect(timeline.at(0)).toMatchObject({ arrived: 1, placed: 1 });
    expect(crowd.isBusy).toBe(true);
    for (let ms = 0; ms < 3000; ms += 100) await goTo(ms);
    expect(crowd.isBusy).toBe(false);
  });

  test('who is refused comes back at the time that the refusal says', async () => {
    let isOverloaded = true;
    const { crowd, calls, timeline, settle, goTo } = openCrowd(() =>
      isOverloaded ? OVERLOADED(500) : PLACED,
    );
    crowd.arrive(0);
    await settle();
    isOverloaded = false;
    await goTo(499);
    expect(calls).toEqual(['add']);
    await goTo(510);
    expect(calls).toEqual(['add', 'add', 'add', 'checkout']);
    expect(timeline.at(0)).toMatchObject({ arrived: 1, refusedBrowse: 1, placed: 1 });
  });

  test('leaves when that is too late, or after some attempts', async () => {
    const patient = openCrowd(() => OVERLOADED(10));
    patient.crowd.arrive(0);
    for (let ms = 0; ms < 1000; ms += 10) await patient.goTo(ms);
    expect(patient.calls.length).toBe(3);
    expect(patient.crowd.inShop).toBe(0);
    const hasty = openCrowd(() => OVERLOADED(PATIENCE_MS + 1));
    hasty.crowd.arrive(0);
    await hasty.settle();
    expect(hasty.crowd.inShop).toBe(0);
  });

  test('is counted when a checkout or a step of an order is refused', async () => {
    const { crowd, timeline, settle, goTo } = openCrowd((command) =>
      command === 'add' ? PLACED : OVERLOADED(0),
    );
    crowd.arrive(0);
    await settle();
    expect(timeline.at(0)).toMatchObject({ refusedBuy: 1 });
    expect(crowd.withoutTime).toBe(1);
    const other = openCrowd((command) =>
      ['add', 'checkout'].includes(command) ? PLACED : OVERLOADED(5),
    );
    for (const _ of [1, 2, 3]) other.crowd.arrive(0);
    await other.settle();
    for (let ms = 0; ms < 1000; ms += 100) await other.goTo(ms);
    expect(other.timeline.at(0).refusedRelease).toBeGreaterThan(0);
    await goTo(1000);
  });

  test('stays out while all are in the shop', async () => {
    const { crowd, calls } = openCrowd(() => PLACED);
    for (let count = 0; count < 5; count++) crowd.arrive(0);
    expect(calls.length).toBe(3);
    expect(crowd.inShop).toBe(3);
  });
});

describe('a timeline', () => {
  test('counts by second', () => {
    const timeline = new Timeline();
    timeline.at(999).placed++;
    timeline.at(1000).placed += 2;
    timeline.at(3500).placed += 4;
    expect(sumOf(timeline.between(0, 2000), ({ placed }) => placed)).toBe(3);
    expect(sumOf(timeline.between(1000, 4000), ({ placed }) => placed)).toBe(6);
  });

  test('has the value that a share of the values does not exceed', () => {
    expect(percentileOf([], 99)).toBe(0);
    expect(percentileOf([5], 99)).toBe(5);
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentileOf(values, 50)).toBe(50);
    expect(percentileOf(values, 99)).toBe(99);
    expect(percentileOf(values, 100)).toBe(100);
  });
});
