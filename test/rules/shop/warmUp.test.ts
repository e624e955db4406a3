import { afterEach, describe, expect, it, vi } from 'vitest';
import { COMMAND_TYPES } from '../../../src/commands/table.ts';
import {
  createShop,
  fewestLocations,
  inOrder,
  memoryStore,
  type Pricing,
  type Refusal,
  type Shop,
  type ShopFact,
  type ShopOptions,
  warmUp,
} from '../../../src/index.ts';
import { cartMachine, orderMachine } from '../../../src/machines.ts';
import { simulatedClock } from '../../../src/testing.ts';
import {
  CART_EXPIRY_MS,
  MAX_CART_LINES,
  MAX_ROUNDS,
  PAYMENT_TIMEOUT_MS,
} from '../../../src/warmUp/limits.ts';
import { OVERLOAD_LIMITS, overloadClock, runOverload } from '../../../src/warmUp/runOverload.ts';
import { runRound } from '../../../src/warmUp/runRound.ts';
import { loopTurns } from '../loopTurns.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Where each refusal comes from. A new code does not compile without a line here. */
const REFUSED_BY: Readonly<
  Record<Refusal['code'], 'a round' | 'an overload' | 'a closed shop' | 'no command'>
> = {
  'unknown-user': 'a round',
  'unknown-product': 'a round',
  'unknown-order': 'a round',
  'duplicate-sku': 'a round',
  'empty-cart': 'a round',
  'not-in-cart': 'a round',
  'idempotency-mismatch': 'a round',
  'price-changed': 'a round',
  'purchase-limit': 'a round',
  'cart-limit': 'a round',
  'out-of-stock': 'a round',
  'invalid-transition': 'a round',
  closed: 'a closed shop',
  overloaded: 'an overload',
  quarantined: 'no command',
  // Once in a while, and not from buyers.
  'unknown-message': 'no command',
  'stock-alert-limit': 'no command',
};

/** Runs one round. @returns its refusals as `carts.add out-of-stock`, and all facts of the shop. */
async function oneRound(options: ShopOptions = {}) {
  const clock = simulatedClock();
  const terms = {
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    cartExpiryMs: CART_EXPIRY_MS,
    maxCartLines: MAX_CART_LINES,
  };
  const shop = await createShop({ ...options, ...terms, clock });
  const facts: ShopFact[] = [];
  shop.on('*', (fact) => facts.push(fact));
  const called = new Set<string>();
  const refusals = new Set<string>();
  let last = '';
  await runRound({
    shop: observed(shop, (type) => {
      called.add(type);
      last = type;
    }),
    clock,
    number: 0,
    stockOf: (units) => units,
    onAnswer(answer) {
      if (!answer.ok) refusals.add(`${last} ${answer.refusal.code}`);
    },
  });
  const audit = shop.audit();
  await shop.close();
  return { called, refusals, facts, audit };
}

/** The shop with an observer of the type of each command that is called. */
function observed(shop: Shop, onCommand: (type: string) => void): Shop {
  const observe = (target: object, path: string): unknown =>
    new Proxy(target, {
      apply(method, self, given) {
        if (COMMAND_TYPES.some((type) => type === path)) onCommand(path);
        return Reflect.apply(method as () => unknown, self, given);
      },
      get(from, name) {
        const value = Reflect.get(from, name);
        const isApi = typeof value === 'function' || typeof value === 'object';
        const member = path === '' ? String(name) : `${path}.${String(name)}`;
        return isApi && value !== null ? observe(value, member) : value;
      },
    });
  return observe(shop, '') as Shop;
}

/** The commands about messages to users. */
const MESSAGING = /^notifications\.|\.preferences$|PushSubscription$|notifyWhenInStock$/;

describe('a round of the warm-up', async () => {
  const { called, refusals, facts, audit } = await oneRound();
  const codes = new Set([...refusals].map((refusal) => refusal.split(' ')[1]));

  it('runs every command but those about messages, which are rare', () => {
    const others = COMMAND_TYPES.filter((type) => !MESSAGING.test(type));
    expect([...called].sort()).toEqual(others.sort());
  });

  it('is refused with every code that a command of an open shop gives', () => {
    const expected = Object.entries(REFUSED_BY).filter(([, from]) => from === 'a round');
    expect([...codes].sort()).toEqual(expected.map(([code]) => code).sort());
  });

  it.each([
    ...['carts.add', 'carts.setQuantity', 'checkout'].flatMap((type) => [
      `${type} out-of-stock`,
      `${type} purchase-limit`,
      `${type} unknown-user`,
    ]),
    ...['carts.setQuantity not-in-cart', 'carts.remove not-in-cart', 'checkout empty-cart'],
    'carts.add cart-limit',
    ...['checkout price-changed', 'checkout idempotency-mismatch'],
    ...['confirm', 'ship', 'deliver', 'cancel', 'send'].flatMap((step) => [
      `orders.${step} unknown-order`,
      `orders.${step} invalid-transition`,
    ]),
  ])('is refused: %s', (refusal) => {
    expect(refusals).toContain(refusal);
  });

  it('lets a cart expire, a payment time out and a product sell out', () => {
    const types = facts.map(({ type }) => type);
    expect(types).toContain('cart.expired');
    expect(types).toContain('stock.depleted');
    expect(facts).toContainEqual(
      expect.objectContaining({ type: 'order.cancelled', reason: 'payment-timeout' }),
    );
  });

  it('takes orders to both ends, and leaves books that are right', () => {
    const types = facts.map(({ type }) => type);
    expect(types.filter((type) => type === 'order.delivered')).toHaveLength(1);
    expect(types.filter((type) => type === 'order.cancelled')).toHaveLength(3);
    expect(audit).toEqual({ ok: true, problems: [] });
  });
});

describe('an overload of the warm-up', () => {
  it('makes commands wait, and refuses others', async () => {
    const shop = await createShop({ ...OVERLOAD_LIMITS, clock: overloadClock() });
    const codes: (string | undefined)[] = [];
    const checkout = shop.checkout;
    await runOverload({
      ...shop,
      async checkout(...given) {
        const answer = await checkout(...given);
        codes.push(answer.ok ? undefined : answer.refusal.code);
        return answer;
      },
    });
    expect(codes.filter((code) => code === 'overloaded').length).toBeGreaterThan(50);
    expect(codes.filter((code) => code === undefined).length).toBeGreaterThan(10);
    expect(shop.stats().commands.waitMs.browse.max).toBeGreaterThan(0);
  });
});

describe('a warm-up', () => {
  /** A reading of the clock takes so long that few rounds fit into the time. */
  function slowClock(ms: number): void {
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => {
      now += ms;
      return now;
    });
  }

  it('leaves no timer, no handle, no listener and no warning', async () => {
    slowClock(200);
    const warn = vi.spyOn(process, 'emitWarning');
    const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const before = { listeners: listeners(), resources: process.getActiveResourcesInfo() };
    await warmUp();
    expect(listeners()).toEqual(before.listeners);
    // A timer of the test runner may have ended meanwhile.
    const added = process.getActiveResourcesInfo();
    for (const name of before.resources)
      if (added.includes(name)) added.splice(added.indexOf(name), 1);
    expect(added).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('calls neither store, clock, createId, migrate nor inspect of the options', async () => {
    slowClock(200);
    const never = vi.fn(() => {
      throw new Error('not to be called');
    });
    await warmUp({
      store: { get: never, range: never, commit: never, close: never },
      clock: { now: never, setTimeout: never, clearTimeout: never },
      createId: never,
      migrate: never,
      inspect: never,
    });
    expect(never).not.toHaveBeenCalled();
  });

  it('sends no messages over the channels of the options, and does not close them', async () => {
    slowClock(200);
    const channel = { name: 'email', deliver: vi.fn(() => []), close: vi.fn() };
    await warmUp({ notifications: { channels: [channel] } });
    await loopTurns();
    expect(channel.deliver).not.toHaveBeenCalled();
    expect(channel.close).not.toHaveBeenCalled();
  });

  it('writes the records of its turns if the real shop has a store', async () => {
    slowClock(200);
    const { called } = await oneRound({ store: memoryStore() });
    expect(called.size).toBe(COMMAND_TYPES.filter((type) => !MESSAGING.test(type)).length);
    await expect(warmUp({ store: memoryStore() })).resolves.toBeUndefined();
  });

  it('runs the charts and strategies of the options', async () => {
    slowClock(200);
    const pricing = vi.fn<Pricing>(({ unitPriceMinor, quantity }) => unitPriceMinor * quantity);
    const allocation = vi.fn(fewestLocations);
    const onDelivered = vi.fn();
    const order = orderMachine.provide({ actions: { tellDelivered: onDelivered } });
    await warmUp({ pricing, allocation, machines: { order } });
    for (const called of [pricing, allocation, onDelivered]) expect(called).toHaveBeenCalled();
    expect(JSON.stringify(allocation.mock.calls[0])).toContain('warm-up-far');
  });

  it('ends when its time is over', async () => {
    slowClock(200);
    const pricing = vi.fn<Pricing>(() => 1);
    await warmUp({ pricing });
    const shortly = pricing.mock.calls.length;
    expect(shortly).toBeGreaterThan(0);
    expect(shortly).toBeLessThan(50);
  });

  it('ends after a number of rounds where the clock stands still', async () => {
    const at = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(at);
    const pricing = vi.fn<Pricing>(() => 1);
    await warmUp({ pricing });
    expect(pricing.mock.calls.length).toBeGreaterThanOrEqual(MAX_ROUNDS);
    expect(pricing.mock.calls.length % MAX_ROUNDS).toBe(0);
  });
});

describe('what does not work in a warm-up does not keep a shop from opening', () => {
  const fail = () => {
    throw new Error('out of order');
  };

  it.each<[string, ShopOptions]>([
    ['a pricing that throws', { pricing: fail }],
    ['an allocation that throws', { allocation: fail }],
    ['an allocation that answers nonsense', { allocation: () => [] }],
    [
      'a chart that fails, which stops the shop',
      { machines: { order: orderMachine.provide({ actions: { tellConfirmed: fail } }) } },
    ],
    [
      'a chart that refuses events',
      { machines: { cart: cartMachine.provide({ guards: { mayChange: () => false } }) } },
    ],
  ])('%s', async (_name, options) => {
    const at = Date.now();
    let calls = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => at + 200 * calls++);
    await expect(warmUp(options)).resolves.toBeUndefined();
  });

  it('where no order can be placed, the standard strategies and charts are run instead', async () => {
    const at = Date.now();
    let calls = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => at + 10 * calls++);
    const pricing = vi.fn(fail);
    const onDelivered = vi.fn();
    const order = orderMachine.provide({ actions: { tellDelivered: onDelivered } });
    await warmUp({ pricing, allocation: inOrder(['berlin']), machines: { order } });
    expect(pricing).toHaveBeenCalled();
    expect(onDelivered.mock.calls.length).toBeGreaterThan(2);
  });

  it('but misuse of an option is what it is for a shop', async () => {
    for (const options of [{ pricing: 5 }, { fast: true }, { inspect: 'on' }, null] as never[]) {
      const expected = await createShop(options).catch(String);
      expect(expected).toMatch(/Error: /);
      expect(await warmUp(options).catch(String)).toBe(expected);
    }
  });
});
