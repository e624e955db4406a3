import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Clock,
  createShop,
  memoryStore,
  type Shop,
  type ShopFact,
  type Store,
} from '../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import { runs } from './runs.ts';

const START = 1_000_000_000;
const PAYMENT_MS = 10_000;
const CART_MS = 25_000;
const USERS = ['ada', 'bob', 'cleo'] as const;
type User = (typeof USERS)[number];

/** Multiples of a little more than a second, so that several are noticed, too, unless they come to nothing. */
const jump = fc
  .integer({ min: 1, max: 900_000 })
  .chain((count) => fc.constantFrom(count * 1001, count * -1001));

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ wait: fc.nat(9_000) }) },
  { weight: 5, arbitrary: fc.record({ jump }) },
  { weight: 5, arbitrary: fc.record({ buy: fc.constantFrom(...USERS) }) },
  { weight: 4, arbitrary: fc.record({ fill: fc.constantFrom(...USERS) }) },
  { weight: 2, arbitrary: fc.record({ confirm: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ reopen: fc.record({ closedFor: fc.nat(9_000) }) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What waits, and how much time is left for it on a clock that does not jump. */
interface Waiting {
  readonly name: string;
  leftMs: number;
}

/** A shop on a clock, and a list of what waits in it. */
class Stage {
  shop!: Shop;
  clock!: SimulatedClock;
  waiting: Waiting[] = [];
  /** What has happened, and what should have. */
  readonly happened: string[] = [];
  readonly expected: string[] = [];
  readonly pending: string[] = [];
  /** The jumps that facts have told of, in milliseconds. */
  told = 0;
  readonly #store: Store | undefined;
  readonly #hasMonotonicClock: boolean;
  #lastSeq = 0;

  constructor(isDurable: boolean, hasMonotonicClock: boolean) {
    this.#store = isDurable ? memoryStore() : undefined;
    this.#hasMonotonicClock = hasMonotonicClock;
  }

  async open(at: number): Promise<void> {
    this.clock = simulatedClock(at);
    const { monotonicNow: _, ...wallOnly } = this.clock;
    const clock: Clock = this.#hasMonotonicClock ? this.clock : wallOnly;
    const store = this.#store;
    this.shop = await createShop({
      clock,
      ...(store !== undefined && { store }),
      paymentTimeoutMs: PAYMENT_MS,
      cartExpiryMs: CART_MS,
    });
    if (store !== undefined) await this.#readFacts();
    this.shop.on('*', (fact) => this.#note(fact));
  }

  /** The facts of the opening itself, which no handler hears. */
  async #readFacts(): Promise<void> {
    const added = await this.shop.products.restock('mug', 1).catch(() => undefined);
    if (added?.ok !== true) return;
    for await (const fact of this.shop.facts({ after: this.#lastSeq })) {
      this.#note(fact);
      if (fact.type === 'stock.restocked') break;
    }
  }

  #note(fact: ShopFact): void {
    expect(fact.seq).toBe(this.#lastSeq + 1);
    this.#lastSeq = fact.seq;
    if (fact.type === 'order.cancelled') this.happened.push(fact.orderId);
    if (fact.type === 'cart.expired') this.happened.push(fact.userId);
    if (fact.type === 'clock.jumped') {
      expect(fact.to - fact.from).toBe(fact.byMs);
      expect(fact.at).toBe(fact.to);
      this.told += fact.byMs;
    }
  }

  /** Lets time pass for all that waits. */
  pass(ms: number): void {
    for (const it of this.waiting) it.leftMs -= ms;
    const due = this.waiting.filter(({ leftMs }) => leftMs <= 0);
    this.waiting = this.waiting.filter(({ leftMs }) => leftMs > 0);
    this.expected.push(...due.sort((a, b) => a.leftMs - b.leftMs).map(({ name }) => name));
  }

  drop(name: string): void {
    this.waiting = this.waiting.filter((it) => it.name !== name);
  }

  has(name: string): boolean {
    return this.waiting.some((it) => it.name === name);
  }

  expectAgreement(): void {
    expect([...this.happened].sort()).toEqual([...this.expected].sort());
    const now = this.clock.now();
    for (const { name, leftMs } of this.waiting) {
      const order = this.shop.orders.get(name);
      const shown = order?.paymentDueAt ?? this.shop.carts.get(name)?.expiresAt;
      expect({ name, shown }).toEqual({ name, shown: now + leftMs });
      if (order === undefined) continue;
      const { holds = [] } = this.shop.explain('mug') ?? {};
      const hold = holds.find(({ orderId }) => orderId === name);
      expect(hold?.until).toBe(now + leftMs);
    }
    expect(this.shop.audit()).toEqual({ ok: true, problems: [] });
  }
}

/** One command, after which a jump has been noticed. */
async function notice({ shop }: Stage): Promise<void> {
  await shop.users.register({ userId: 'eve', name: 'Eve' });
}

async function run(stage: Stage, it: Step): Promise<void> {
  const { shop, clock } = stage;
  if ('wait' in it) {
    clock.advance(it.wait);
    stage.pass(it.wait);
  } else if ('jump' in it) {
    if (clock.now() + it.jump > 0) clock.jump(it.jump);
  } else if ('buy' in it) {
    await fill(stage, it.buy);
    const answer = await shop.checkout(it.buy);
    if (!answer.ok) throw new Error(answer.refusal.code);
    stage.drop(it.buy);
    const { orderId, createdAt } = answer.order;
    expect(createdAt).toBe(clock.now());
    stage.waiting.push({ name: orderId, leftMs: PAYMENT_MS });
    stage.pending.push(orderId);
  } else if ('fill' in it) {
    await fill(stage, it.fill);
  } else if ('confirm' in it) {
    const orderId = stage.pending[it.confirm % (stage.pending.length || 1)];
    if (orderId === undefined) return;
    const { ok } = await shop.orders.confirm(orderId);
    expect(ok).toBe(stage.has(orderId));
    stage.drop(orderId);
    stage.pending.splice(stage.pending.indexOf(orderId), 1);
  }
}

async function fill(stage: Stage, user: User): Promise<void> {
  const isNew = stage.shop.carts.get(user)?.cartId === null;
  await stage.shop.carts.add(user, 'mug', 1);
  // What was overdue has happened by then; a cart that was not is the same as before.
  if (isNew || !stage.has(user)) stage.waiting.push({ name: user, leftMs: CART_MS });
}

/** Closes the shop and opens it again after a while, on a clock that may have been set meanwhile. */
async function reopen(stage: Stage, closedFor: number): Promise<void> {
  const before = stage.clock.now();
  await notice(stage);
  await stage.shop.close();
  stage.pass(closedFor);
  await stage.open(before + closedFor);
}

for (const hasMonotonicClock of [true, false]) {
  for (const isDurable of [true, false]) {
    const clock = hasMonotonicClock ? 'a monotonic clock' : 'a wall clock only, which goes back';
    const store = isDurable ? 'a store, opened again and again' : 'no store';
    test(`with ${clock} and ${store}, nothing happens earlier or later than it would without jumps`, async () => {
      let jumped = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
          const stage = new Stage(isDurable, hasMonotonicClock);
          await stage.open(START);
          const { shop } = stage;
          await shop.products.add({
            sku: 'mug',
            name: 'M',
            category: 'c',
            priceMinor: 1,
            stock: 99,
          });
          for (const userId of USERS) await shop.users.register({ userId, name: userId });
          let setBy = 0;
          for (const it of steps) {
            if ('reopen' in it) {
              if (isDurable) await reopen(stage, it.reopen.closedFor);
            } else if ('jump' in it && !hasMonotonicClock) {
              // The time before is read, so that the clock is seen to go back by all of it.
              await notice(stage);
              const back = { jump: -Math.abs(it.jump) };
              const before = stage.clock.now();
              await run(stage, back);
              setBy += stage.clock.now() - before;
            } else {
              const before = stage.clock.now();
              await run(stage, it);
              if ('jump' in it) setBy += stage.clock.now() - before;
            }
            jumped += 'jump' in it ? 1 : 0;
            // A monotonic clock need not be read before the next step.
            if ('jump' in it && hasMonotonicClock) continue;
            await notice(stage);
            stage.expectAgreement();
            expect(stage.told).toBe(setBy);
          }
          await stage.shop.close();
        }),
        { numRuns: runs(40) },
      );
      expect(jumped).toBeGreaterThan(20);
    });
  }
}
