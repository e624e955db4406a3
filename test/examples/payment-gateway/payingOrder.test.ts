import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Charge, Outcome } from '../../../examples/payment-gateway/chargeCard.ts';
import {
  ATTEMPT_TIMEOUT_MS,
  BACK_OFF_MS,
  MAX_BACK_OFF_MS,
} from '../../../examples/payment-gateway/limits.ts';
import { payingOrder } from '../../../examples/payment-gateway/payingOrder.ts';
import { createShop, memoryStore } from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A request to the gateway that the test answers. */
interface Asked extends Charge {
  readonly signal: AbortSignal;
  answer(outcome: Outcome): Promise<void>;
  fail(): Promise<void>;
}

/** Opens a shop in simulated time, whose gateway is the test. */
async function opened(store = memoryStore(), at = START) {
  const asked: Asked[] = [];
  const order = payingOrder((charge, signal) => {
    return new Promise((resolve, reject) => {
      asked.push({
        ...charge,
        signal,
        async answer(outcome) {
          resolve(outcome);
          await setImmediate();
        },
        async fail() {
          reject(new Error('503'));
          await setImmediate();
        },
      });
    });
  });
  const clock = simulatedClock(at);
  const shop = await createShop({ store, clock, machines: { order } });
  ends.push(() => shop.close());
  const stateOf = (orderId: string) => shop.orders.get(orderId)?.state;
  const pay = (orderId: string, card = 'good') =>
    shop.orders.send(orderId, { type: 'order.pay', card });
  return { shop, clock, store, asked, stateOf, pay };
}

/** Lets the longest wait between two attempts pass, or less if the gateway is asked before. */
function untilAsked(clock: SimulatedClock, state: () => string | undefined): void {
  for (let waitedMs = 0; waitedMs < MAX_BACK_OFF_MS; waitedMs += BACK_OFF_MS) {
    if (state() === 'paying.charging') return;
    clock.advance(BACK_OFF_MS);
  }
}

/** A shop with an order that is not paid. */
async function withOrder() {
  const given = await opened();
  const { shop } = given;
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 900, stock: 5 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.carts.add('ada', 'mug', 2);
  const answer = await shop.checkout('ada');
  const orderId = answer.ok ? answer.order.orderId : '';
  return { ...given, orderId };
}

describe('an order that is paid', () => {
  test('asks the gateway for its total, and is confirmed when that approves', async () => {
    const { asked, stateOf, pay, orderId } = await withOrder();
    await pay(orderId);
    expect(stateOf(orderId)).toBe('paying.charging');
    expect(asked).toMatchObject([
      { key: `${orderId}/1`, card: 'good', amountMinor: 1800, currency: 'USD' },
    ]);
    await asked[0]?.answer('approved');
    expect(stateOf(orderId)).toBe('confirmed');
  });

  test('can neither be cancelled nor run out of time while nobody knows the outcome', async () => {
    const { shop, clock, asked, stateOf, pay, orderId } = await withOrder();
    clock.advance(29 * MINUTE);
    await pay(orderId);
    expect((await shop.orders.cancel(orderId)).ok).toBe(false);
    clock.advance(24 * 60 * MINUTE);
    expect(stateOf(orderId)).toMatch(/^paying\./);
    untilAsked(clock, () => stateOf(orderId));
    await asked.at(-1)?.answer('approved');
    expect(stateOf(orderId)).toBe('confirmed');
  });
});

describe('a decline', () => {
  test('leaves the order pending, until its old deadline', async () => {
    const { shop, clock, asked, stateOf, pay, orderId } = await withOrder();
    clock.advance(20 * MINUTE);
    await pay(orderId);
    await asked[0]?.answer('declined');
    expect(stateOf(orderId)).toBe('pending');
    expect(shop.orders.get(orderId)?.paymentDueAt).toBe(START + 30 * MINUTE);
    clock.advance(10 * MINUTE - 1);
    expect(stateOf(orderId)).toBe('pending');
    clock.advance(1);
    expect(stateOf(orderId)).toBe('cancelled');
    expect(shop.products.get('mug')?.available).toBe(5);
  });

  test('after the deadline cancels the order at once', async () => {
    const { clock, asked, stateOf, pay, orderId } = await withOrder();
    clock.advance(30 * MINUTE - 1);
    await pay(orderId);
    clock.advance(2);
    await asked[0]?.answer('declined');
    clock.advance(0);
    expect(stateOf(orderId)).toBe('cancelled');
  });

  test('makes the next payment another one, with a key of its own', async () => {
    const { asked, stateOf, pay, orderId } = await withOrder();
    await pay(orderId, 'empty');
    await asked[0]?.answer('declined');
    await pay(orderId, 'good');
    expect(asked.map(({ key, card }) => [key, card])).toEqual([
      [`${orderId}/1`, 'empty'],
      [`${orderId}/2`, 'good'],
    ]);
    await asked[1]?.answer('approved');
    expect(stateOf(orderId)).toBe('confirmed');
  });
});

describe('a gateway that does not tell the outcome', () => {
  test('is asked again with the same key, each time after twice the wait', async () => {
    const { clock, asked, stateOf, pay, orderId } = await withOrder();
    await pay(orderId);
    for (const [failures, wait] of [BACK_OFF_MS, 2 * BACK_OFF_MS, 4 * BACK_OFF_MS].entries()) {
      await asked[failures]?.fail();
      clock.advance(wait - 1);
      expect(asked).toHaveLength(failures + 1);
      clock.advance(1);
      expect(asked).toHaveLength(failures + 2);
    }
    expect(new Set(asked.map(({ key }) => key))).toEqual(new Set([`${orderId}/1`]));
    await asked.at(-1)?.answer('approved');
    expect(stateOf(orderId)).toBe('confirmed');
  });

  test('is given up when it takes too long, and asked again', async () => {
    const { clock, asked, stateOf, pay, orderId } = await withOrder();
    await pay(orderId);
    clock.advance(ATTEMPT_TIMEOUT_MS);
    expect(asked[0]?.signal.aborted).toBe(true);
    clock.advance(BACK_OFF_MS);
    expect(asked).toHaveLength(2);
    // The first answer comes after all: it is not waited for any more.
    await asked[0]?.answer('declined');
    expect(stateOf(orderId)).toBe('paying.charging');
    await asked[1]?.answer('approved');
    expect(stateOf(orderId)).toBe('confirmed');
  });
});

describe('a report of the gateway', () => {
  async function reported(key: (orderId: string) => string, outcome: Outcome) {
    const given = await withOrder();
    const { shop, asked, pay, orderId } = given;
    await pay(orderId, 'empty');
    await asked[0]?.answer('declined');
    await pay(orderId);
    const report = { type: 'payment.reported', key: key(orderId), outcome } as const;
    const { ok } = await shop.orders.send(orderId, report);
    return { ...given, ok, report };
  }

  test('that the card was charged confirms the order, once', async () => {
    const { shop, asked, stateOf, orderId, report, ok } = await reported(
      (id) => `${id}/2`,
      'approved',
    );
    expect([ok, stateOf(orderId)]).toEqual([true, 'confirmed']);
    expect((await shop.orders.send(orderId, report)).ok).toBe(false);
    await asked[1]?.answer('approved');
    const facts = shop.orders.history(orderId).map(({ type }) => type);
    expect(facts.filter((type) => type === 'order.confirmed')).toHaveLength(1);
  });

  test('that the present card was declined makes the order pending', async () => {
    const { stateOf, orderId } = await reported((id) => `${id}/2`, 'declined');
    expect(stateOf(orderId)).toBe('pending');
  });

  test.each([
    ['of an earlier decline', (id: string) => `${id}/1`, 'declined' as const],
    ['about another order', (id: string) => `${id}1/1`, 'approved' as const],
  ])('%s changes nothing', async (_case, key, outcome) => {
    const { stateOf, orderId, ok } = await reported(key, outcome);
    expect([ok, stateOf(orderId)]).toEqual([false, 'paying.charging']);
  });

  test('of a payment that the store does not have confirms the order', async () => {
    const { shop, stateOf, orderId } = await withOrder();
    const key = `${orderId}/1`;
    await shop.orders.send(orderId, { type: 'payment.reported', key, outcome: 'approved' });
    expect(stateOf(orderId)).toBe('confirmed');
  });
});

test.each([
  ['at once', 0],
  ['a day later', 24 * 60 * MINUTE],
])('a shop that is opened again %s asks once more, with the same key', async (_case, afterMs) => {
  const { shop, store, pay, orderId } = await withOrder();
  await pay(orderId);
  await shop.close();
  const again = await opened(store, START + afterMs);
  untilAsked(again.clock, () => again.stateOf(orderId));
  expect(again.asked.map(({ key }) => key)).toEqual([`${orderId}/1`]);
  await again.asked[0]?.answer('approved');
  expect(again.stateOf(orderId)).toBe('confirmed');
  expect(again.shop.audit()).toEqual({ ok: true, problems: [] });
});
