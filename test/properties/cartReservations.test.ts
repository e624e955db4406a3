import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShop, memoryStore, type Shop } from '../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import { runs } from './runs.ts';

const MINUTE = 60_000;
const RESERVE_MS = 5 * MINUTE;
const CART_EXPIRY_MS = 12 * MINUTE;
const PAYMENT_MS = 7 * MINUTE;
const MOST = 4;
const USERS = ['u1', 'u2', 'u3'];
const STOCK: Readonly<Record<string, Record<string, number>>> = {
  a: { north: 3, south: 2 },
  b: { north: 2 },
  c: { south: 9 },
};
const SKUS = Object.keys(STOCK);
const START = Date.UTC(2026, 0, 1);

interface ModelCart {
  readonly expiresAt: number;
  readonly lines: Map<string, number>;
  readonly reserved: Map<string, { units: number; until: number }>;
  isExtended: boolean;
}

interface ModelOrder {
  readonly lines: ReadonlyMap<string, number>;
  readonly dueAt: number;
  orderId: string;
}

/** Carts and orders in plain numbers. Its time never jumps. */
class Model {
  now = START;
  readonly carts = new Map<string, ModelCart>();
  orders: ModelOrder[] = [];

  available(sku: string): number {
    let units = Object.values(STOCK[sku] ?? {}).reduce((sum, it) => sum + it, 0);
    for (const { reserved } of this.carts.values()) units -= reserved.get(sku)?.units ?? 0;
    for (const { lines } of this.orders) units -= lines.get(sku) ?? 0;
    return units;
  }

  own(userId: string, sku: string): number {
    return this.carts.get(userId)?.reserved.get(sku)?.units ?? 0;
  }

  /** @returns false if it is refused. */
  setLine(userId: string, sku: string, after: number): boolean {
    const before = this.carts.get(userId)?.lines.get(sku) ?? 0;
    if (after > before && after > this.available(sku) + this.own(userId, sku)) return false;
    const cart = this.carts.get(userId) ?? {
      expiresAt: this.now + CART_EXPIRY_MS,
      lines: new Map(),
      reserved: new Map(),
      isExtended: false,
    };
    this.carts.set(userId, cart);
    cart.lines.set(sku, after);
    const has = cart.reserved.get(sku);
    const room =
      MOST -
      [...cart.reserved].reduce((sum, [its, { units }]) => {
        return its === sku ? sum : sum + units;
      }, 0);
    const wanted = Math.min(after, Math.max(has?.units ?? 0, room));
    const units = Math.min(wanted, this.available(sku) + (has?.units ?? 0));
    if (units > 0) cart.reserved.set(sku, { units, until: has?.until ?? this.now + RESERVE_MS });
    this.tidy();
    return true;
  }

  remove(userId: string, sku: string): void {
    const cart = this.carts.get(userId);
    cart?.lines.delete(sku);
    cart?.reserved.delete(sku);
    this.tidy();
  }

  /** @returns false if it is refused. */
  checkout(userId: string): ModelOrder | undefined {
    const cart = this.carts.get(userId);
    if (cart === undefined) return undefined;
    for (const [sku, quantity] of cart.lines) {
      if (quantity <= this.available(sku) + this.own(userId, sku)) continue;
      this.extend(cart);
      return undefined;
    }
    this.carts.delete(userId);
    const order = { lines: cart.lines, dueAt: this.now + PAYMENT_MS, orderId: '' };
    this.orders.push(order);
    return order;
  }

  extend(cart: ModelCart): void {
    if (cart.isExtended || cart.reserved.size === 0) return;
    cart.isExtended = true;
    for (const line of cart.reserved.values()) {
      line.until = Math.max(line.until, this.now + RESERVE_MS);
    }
  }

  advance(ms: number): void {
    this.now += ms;
    this.tidy();
  }

  tidy(): void {
    this.orders = this.orders.filter(({ dueAt }) => dueAt > this.now);
    for (const [userId, cart] of this.carts) {
      if (cart.expiresAt <= this.now || cart.lines.size === 0) this.carts.delete(userId);
      for (const [sku, { until }] of cart.reserved) {
        if (until <= this.now) cart.reserved.delete(sku);
      }
      if (cart.reserved.size === 0) cart.isExtended = false;
    }
  }
}

type Step =
  | {
      readonly do: 'add' | 'set';
      readonly userId: string;
      readonly sku: string;
      readonly n: number;
    }
  | { readonly do: 'remove'; readonly userId: string; readonly sku: string }
  | { readonly do: 'clear' | 'checkout' | 'checkoutAtOtherTotal'; readonly userId: string }
  | { readonly do: 'cancel'; readonly nth: number }
  | { readonly do: 'advance' | 'jump'; readonly ms: number }
  | { readonly do: 'reopen' };

const userId = fc.constantFrom(...USERS);
const sku = fc.constantFrom(...SKUS);
const n = fc.integer({ min: 1, max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('add'), userId, sku, n }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('set'), userId, sku, n }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove'), userId, sku }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear'), userId }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('checkout'), userId }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('checkoutAtOtherTotal'), userId }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel'), nth: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('advance'),
      ms: fc.constantFrom(1, MINUTE, 2 * MINUTE, RESERVE_MS - 1, RESERVE_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump'),
      ms: fc.constantFrom(-3 * 3_600_000, 3_600_000, 9e10),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen') }) },
) as fc.Arbitrary<Step>;

/** A shop, which may be closed and opened again, and its model. */
class Subject {
  readonly model = new Model();
  readonly #store = memoryStore();
  #clock: SimulatedClock = simulatedClock(START);
  /** How far the clock of the shop is ahead of the model's. */
  #aheadMs = 0;
  #shop!: Shop;

  async open(): Promise<void> {
    this.#shop = await createShop({
      store: this.#store,
      clock: this.#clock,
      reserveInCartMs: RESERVE_MS,
      maxReservedPerUser: MOST,
      cartExpiryMs: CART_EXPIRY_MS,
      paymentTimeoutMs: PAYMENT_MS,
      factRetentionMs: 0,
    });
  }

  async fill(): Promise<void> {
    for (const [sku, stock] of Object.entries(STOCK)) {
      const product = { sku, name: sku, category: 'any', priceMinor: 7, stock };
      await this.#shop.products.add(product);
    }
    for (const userId of USERS) await this.#shop.users.register({ userId, name: userId });
  }

  async run(step: Step): Promise<void> {
    const { model } = this;
    if (step.do === 'add') {
      const { userId, sku, n } = step;
      const after = (model.carts.get(userId)?.lines.get(sku) ?? 0) + n;
      const expected = model.setLine(userId, sku, after);
      expect((await this.#shop.carts.add(userId, sku, n)).ok).toBe(expected);
    } else if (step.do === 'set') {
      const { userId, sku, n } = step;
      const isThere = model.carts.get(userId)?.lines.has(sku) === true;
      const expected = isThere && model.setLine(userId, sku, n);
      expect((await this.#shop.carts.setQuantity(userId, sku, n)).ok).toBe(expected);
    } else if (step.do === 'remove') {
      model.remove(step.userId, step.sku);
      await this.#shop.carts.remove(step.userId, step.sku);
    } else if (step.do === 'clear') {
      model.carts.delete(step.userId);
      await this.#shop.carts.clear(step.userId);
    } else if (step.do === 'checkout') {
      const order = model.checkout(step.userId);
      const answer = await this.#shop.checkout(step.userId);
      expect(answer.ok).toBe(order !== undefined);
      if (answer.ok && order !== undefined) order.orderId = answer.order.orderId;
    } else if (step.do === 'checkoutAtOtherTotal') {
      const cart = model.carts.get(step.userId);
      if (cart !== undefined) model.extend(cart);
      await this.#shop.checkout(step.userId, { expectedTotalMinor: 1 });
    } else if (step.do === 'cancel') {
      const [order] = model.orders.splice(step.nth, 1);
      if (order !== undefined) await this.#shop.orders.cancel(order.orderId);
    } else if (step.do === 'advance') {
      model.advance(step.ms);
      this.#clock.advance(step.ms);
    } else if (step.do === 'jump') {
      this.#aheadMs += step.ms;
      this.#clock.jump(step.ms);
      await this.#shop.users.register({ userId: 'probe', name: 'Probe' });
    } else {
      await this.#shop.close();
      this.#clock = simulatedClock(this.#clock.now());
      await this.open();
    }
  }

  expectAgreement(): void {
    const { model } = this;
    const shop = this.#shop;
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    for (const sku of SKUS) {
      expect(shop.products.get(sku)?.available, sku).toBe(model.available(sku));
      const holds = shop.explain(sku)?.holds ?? [];
      const held = holds.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(held).toBe(shop.explain(sku)?.held);
    }
    for (const userId of USERS) {
      const lines = shop.carts
        .get(userId)
        ?.lines.map((line) => [
          line.sku,
          line.quantity,
          line.status,
          line.reservedQuantity,
          line.reservedUntil,
        ]);
      const cart = model.carts.get(userId);
      const expected = [...(cart?.lines ?? [])].map(([sku, quantity]) => {
        const { units, until } = cart?.reserved.get(sku) ?? {};
        const status = units === quantity ? 'reserved' : 'added';
        return [sku, quantity, status, units, until && until + this.#aheadMs];
      });
      expect(lines, userId).toEqual(expected);
    }
  }
}

test('carts reserve what plain arithmetic says, whatever happens to them', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const subject = new Subject();
    await subject.open();
    await subject.fill();
    for (const each of steps) {
      await subject.run(each);
      subject.expectAgreement();
    }
  });
  await fc.assert(property, { numRuns: runs(150) });
});
