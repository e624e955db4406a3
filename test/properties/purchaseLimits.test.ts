import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, createShop, memoryStore, type Order, type Shop } from '../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import { runs } from './runs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW_MS = 2 * HOUR;
const PAYMENT_MS = 30 * MINUTE;
const USERS = ['u1', 'u2'];
const SKUS = ['a', 'b'];
const START = Date.UTC(2026, 0, 1);

interface ModelOrder {
  readonly userId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly placedAt: number;
  orderId: string;
  state: 'pending' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled';
}

/** Orders of one line in plain numbers. Its time never jumps. */
class Model {
  now = START;
  readonly limits = new Map<string, number | null>([['a', 3]]);
  readonly orders: ModelOrder[] = [];

  counted(userId: string, sku: string): number {
    let units = 0;
    for (const order of this.orders) {
      if (order.userId !== userId || order.sku !== sku || order.state === 'cancelled') continue;
      const isHeld = order.state === 'pending' || order.state === 'confirmed';
      if (isHeld || order.placedAt > this.now - WINDOW_MS) units += order.quantity;
    }
    return units;
  }

  /** The order, or what counts already if it is refused. */
  buy(userId: string, sku: string, quantity: number): ModelOrder | number {
    const counted = this.counted(userId, sku);
    if (counted + quantity > (this.limits.get(sku) ?? Number.POSITIVE_INFINITY)) return counted;
    const state = 'pending';
    const order: ModelOrder = { userId, sku, quantity, placedAt: this.now, orderId: '', state };
    this.orders.push(order);
    return order;
  }

  advance(ms: number): void {
    this.now += ms;
    for (const order of this.orders) {
      const isOverdue = order.placedAt + PAYMENT_MS <= this.now;
      if (order.state === 'pending' && isOverdue) order.state = 'cancelled';
    }
  }
}

type Step =
  | { readonly do: 'buy'; readonly userId: string; readonly purchases: readonly [string, number][] }
  | { readonly do: 'move'; readonly nth: number; readonly to: 'confirm' | 'ship' | 'cancel' }
  | { readonly do: 'limit'; readonly sku: string; readonly maxPerUser: number | null }
  | { readonly do: 'advance' | 'jump'; readonly ms: number }
  | { readonly do: 'reopen' };

const sku = fc.constantFrom(...SKUS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('buy'),
      userId: fc.constantFrom(...USERS),
      purchases: fc.array(fc.tuple(sku, fc.integer({ min: 1, max: 3 })), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('move'),
      nth: fc.nat(5),
      to: fc.constantFrom('confirm', 'confirm', 'ship', 'cancel'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('limit'),
      sku,
      maxPerUser: fc.constantFrom(null, 1, 2, 4, 6),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance'),
      ms: fc.constantFrom(1, MINUTE, PAYMENT_MS - 1, PAYMENT_MS, HOUR, WINDOW_MS - 1, WINDOW_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump'),
      ms: fc.constantFrom(-5 * HOUR, HOUR, 400 * 24 * HOUR),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen') }) },
) as fc.Arbitrary<Step>;

class Subject {
  readonly model = new Model();
  readonly #store: ReturnType<typeof memoryStore> | undefined;
  #clock: SimulatedClock = simulatedClock(START);
  #shop!: Shop;
  #keys = 0;

  constructor(isDurable: boolean) {
    this.#store = isDurable ? memoryStore() : undefined;
  }

  async open(): Promise<void> {
    this.#shop = await createShop({
      ...(this.#store !== undefined && { store: this.#store }),
      clock: this.#clock,
      perUserWindowMs: WINDOW_MS,
      paymentTimeoutMs: PAYMENT_MS,
      factRetentionMs: 0,
    });
  }

  async fill(): Promise<void> {
    for (const sku of SKUS) {
      const maxPerUser = this.model.limits.get(sku);
      const limit = maxPerUser && { maxPerUser };
      const product = { sku, name: sku, category: 'any', priceMinor: 7, stock: 100_000 };
      await this.#shop.products.add({ ...product, ...limit });
    }
    for (const userId of USERS) await this.#shop.users.register({ userId, name: userId });
  }

  async run(step: Step): Promise<void> {
    const { model } = this;
    if (step.do === 'buy') {
      await this.#buy(step.userId, step.purchases);
    } else if (step.do === 'move') {
      await this.#move(step.nth, step.to);
    } else if (step.do === 'limit') {
      model.limits.set(step.sku, step.maxPerUser);
      await this.#shop.products.update(step.sku, { maxPerUser: step.maxPerUser });
    } else if (step.do === 'advance') {
      model.advance(step.ms);
      this.#clock.advance(step.ms);
    } else if (step.do === 'jump') {
      this.#clock.jump(step.ms);
      await this.#shop.users.register({ userId: 'probe', name: 'Probe' });
    } else if (this.#store !== undefined) {
      await this.#shop.close();
      this.#clock = simulatedClock(this.#clock.now());
      await this.open();
    }
    expect(this.#shop.audit()).toEqual({ ok: true, problems: [] });
  }

  /** One purchase after the other, none of which waits for the answer to the one before. */
  async #buy(userId: string, purchases: readonly [string, number][]): Promise<void> {
    const { carts } = this.#shop;
    const answers = purchases.map(([sku, quantity]) => {
      const expected = this.model.buy(userId, sku, quantity);
      void carts.clear(userId);
      const added = carts.add(userId, sku, quantity);
      const key = { idempotencyKey: `k${++this.#keys}` };
      return { sku, quantity, expected, added, answer: this.#shop.checkout(userId, key) };
    });
    for (const { sku, quantity, expected, added, answer } of answers) {
      const limit = this.model.limits.get(sku) ?? Number.POSITIVE_INFINITY;
      expect((await added).ok).toBe(quantity <= limit);
      const given: Answer<{ order: Order }> =
        quantity <= limit ? await answer : ((await added) as never);
      if (typeof expected === 'number') {
        expect(given).toEqual({
          ok: false,
          refusal: {
            code: 'purchase-limit',
            sku,
            requested: quantity,
            maxPerUser: limit,
            counted: expected,
          },
        });
      } else if (given.ok) {
        expected.orderId = given.order.orderId;
      } else {
        expect.fail(`refused: ${JSON.stringify(given.refusal)}`);
      }
    }
  }

  async #move(nth: number, to: 'confirm' | 'ship' | 'cancel'): Promise<void> {
    const order = this.model.orders.at(-1 - nth);
    if (order === undefined) return;
    const { orders } = this.#shop;
    const { orderId, state } = order;
    if (to === 'confirm' && state === 'pending') {
      await orders.confirm(orderId);
      order.state = 'confirmed';
    } else if (to === 'ship' && state === 'confirmed') {
      await orders.ship(orderId, { trackingNumber: 'T1' });
      order.state = 'shipped';
    } else if (to === 'ship' && state === 'shipped') {
      await orders.deliver(orderId);
      order.state = 'delivered';
    } else if (to === 'cancel' && (state === 'pending' || state === 'confirmed')) {
      await orders.cancel(orderId);
      order.state = 'cancelled';
    }
  }
}

describe('no user gets more of a product than its limit, whatever happens,', () => {
  test.each([
    ['in memory', false],
    ['with a store', true],
  ])('%s', async (_, isDurable) => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const subject = new Subject(isDurable);
      await subject.open();
      await subject.fill();
      for (const each of steps) await subject.run(each);
    });
    await fc.assert(property, { numRuns: runs(100) });
  });
});
