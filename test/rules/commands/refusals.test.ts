import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { MAX_STOCK_ALERTS_PER_USER } from '../../../src/base/limits.ts';
import { COMMANDS, type CommandType } from '../../../src/commands/table.ts';
import { type Answer, createShop, memoryStore, type Shop } from '../../../src/index.ts';
import { cartMachine, orderMachine } from '../../../src/machines.ts';
import { callOf } from '../../../src/testing/simulation/shopCall.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { refusalsOf, sendCall } from '../../commands/shopCall.ts';

type Declared = {
  [Type in CommandType]: `${Type} ${Extract<(typeof COMMANDS)[number], { type: Type }>['refusals'][number]}`;
}[CommandType];

type Call = (shop: Shop) => Promise<Answer<object>>;

const cup = {
  sku: 'cup',
  name: 'Cup',
  category: 'kitchen',
  priceMinor: 1,
  stock: 9,
  maxPerOrder: 2,
};

/** A shop with ada, whose cart has one mug of two, and an order that is not paid yet. */
async function opened(options: Parameters<typeof createShop>[0] = {}): Promise<Shop> {
  let ids = 0;
  const shop = await createShop({ createId: () => `id-${++ids}`, ...options });
  const { maxPerOrder: _, ...unlimited } = cup;
  await shop.products.add({ ...unlimited, sku: 'mug', stock: 2 });
  await shop.products.add(cup);
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.users.register({ userId: 'bob', name: 'Bob' });
  await shop.carts.add('bob', 'cup', 1);
  await shop.checkout('bob');
  await shop.carts.add('ada', 'mug', 1);
  return shop;
}

const orderOf = (shop: Shop) => shop.orders.list({ userId: 'bob' })[0]?.orderId ?? '';

/** Takes no command in the state `open`. */
async function withDeafCart(call: Call): Promise<Answer<object>> {
  const { empty, open, reserving } = cartMachine.config.states as unknown as Record<string, object>;
  const states = { empty, open: {}, further: open, reserving };
  const cart = createMachine({ ...cartMachine.config, states } as never);
  return call(await opened({ machines: { cart } }));
}

/** In a shop whose charts do not fit the stored carts and orders: they are in quarantine. */
async function inQuarantine(call: Call): Promise<Answer<object>> {
  const store = memoryStore();
  await (await opened({ store })).close();
  const patient = (chart: AnyStateMachine, name: string) => {
    const states = chart.config.states as unknown as Record<string, object>;
    const state = { ...states[name], after: {} };
    return createMachine({ ...chart.config, states: { ...states, [name]: state } } as never);
  };
  const machines = {
    cart: patient(cartMachine as unknown as AnyStateMachine, 'open'),
    order: patient(orderMachine as unknown as AnyStateMachine, 'pending'),
  };
  return call((await createShop({ store, machines, quarantine: true })) as Shop);
}

/** In a shop on whose clock each command takes longer than a slice, and in which the most commands wait. */
async function whileOthersWait(call: Call): Promise<Answer<object>> {
  let time = 0;
  let stepMs = 0;
  const clock = {
    ...simulatedClock(),
    isSimulated: false,
    now: () => Math.floor(time),
    monotonicNow: () => {
      time += stepMs;
      return time;
    },
  };
  const shop = await opened({ clock, sliceMs: 1, maxWaiting: 1 });
  stepMs = 1;
  const others = [1, 2].map((number) => shop.users.register({ name: `User ${number}` }));
  const answer = await call(shop);
  stepMs = 0;
  await Promise.all(others);
  return answer;
}

const BROWSER = {
  endpoint: 'https://push.example.com/1',
  keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
};

/** One way to be refused for each code that a command declares. */
const CASES: Readonly<Record<Declared, Call>> = {
  'users.register overloaded': () =>
    whileOthersWait((shop) => shop.users.register({ name: 'Eve' })),
  'products.review overloaded': () =>
    whileOthersWait((shop) => shop.products.review('mug', { userId: 'ada', rating: 1 })),
  'carts.add overloaded': () => whileOthersWait((shop) => shop.carts.add('ada', 'mug', 1)),
  'carts.setQuantity overloaded': () =>
    whileOthersWait((shop) => shop.carts.setQuantity('ada', 'mug', 2)),
  'carts.remove overloaded': () => whileOthersWait((shop) => shop.carts.remove('ada', 'mug')),
  'carts.clear overloaded': () => whileOthersWait((shop) => shop.carts.clear('ada')),
  'checkout overloaded': () => whileOthersWait((shop) => shop.checkout('ada')),
  'users.preferences overloaded': () => whileOthersWait((shop) => shop.users.preferences('ada')),
  'users.preferences unknown-user': (shop) => shop.users.preferences('none'),
  'users.addPushSubscription overloaded': () =>
    whileOthersWait((shop) => shop.users.addPushSubscription('ada', BROWSER)),
  'users.addPushSubscription unknown-user': (shop) =>
    shop.users.addPushSubscription('none', BROWSER),
  'users.removePushSubscription overloaded': () =>
    whileOthersWait((shop) => shop.users.removePushSubscription('ada', BROWSER.endpoint)),
  'users.removePushSubscription unknown-user': (shop) =>
    shop.users.removePushSubscription('none', BROWSER.endpoint),
  'products.notifyWhenInStock overloaded': () =>
    whileOthersWait((shop) => shop.products.notifyWhenInStock('mug', 'ada')),
  'products.notifyWhenInStock unknown-user': (shop) =>
    shop.products.notifyWhenInStock('mug', 'none'),
  'products.notifyWhenInStock unknown-product': (shop) =>
    shop.products.notifyWhenInStock('none', 'ada'),
  'products.notifyWhenInStock stock-alert-limit': async (shop) => {
    for (let number = 0; number <= MAX_STOCK_ALERTS_PER_USER; number++) {
      await shop.products.add({ ...cup, sku: `gone-${number}`, stock: 0 });
      if (number === MAX_STOCK_ALERTS_PER_USER) break;
      await shop.products.notifyWhenInStock(`gone-${number}`, 'ada');
    }
    return shop.products.notifyWhenInStock(`gone-${MAX_STOCK_ALERTS_PER_USER}`, 'ada');
  },
  'notifications.retry unknown-message': (shop) => shop.notifications.retry('email-1-none'),
  'products.add duplicate-sku': (shop) => shop.products.add(cup),
  'products.update unknown-product': (shop) => shop.products.update('none', {}),
  'products.restock unknown-product': (shop) => shop.products.restock('none', 1),
  'products.review unknown-product': (shop) =>
    shop.products.review('none', { userId: 'ada', rating: 1 }),
  'products.review unknown-user': (shop) =>
    shop.products.review('mug', { userId: 'none', rating: 1 }),
  'carts.add unknown-user': (shop) => shop.carts.add('none', 'mug', 1),
  'carts.add unknown-product': (shop) => shop.carts.add('ada', 'none', 1),
  'carts.add out-of-stock': (shop) => shop.carts.add('ada', 'mug', 9),
  'carts.add purchase-limit': (shop) => shop.carts.add('ada', 'cup', 3),
  'carts.add cart-limit': async () =>
    (await opened({ maxCartLines: 1 })).carts.add('ada', 'cup', 1),
  'carts.add invalid-transition': () => withDeafCart((shop) => shop.carts.add('ada', 'mug', 1)),
  'carts.add quarantined': () => inQuarantine((shop) => shop.carts.add('ada', 'mug', 1)),
  'carts.setQuantity unknown-user': (shop) => shop.carts.setQuantity('none', 'mug', 1),
  'carts.setQuantity unknown-product': (shop) => shop.carts.setQuantity('ada', 'none', 1),
  'carts.setQuantity not-in-cart': (shop) => shop.carts.setQuantity('ada', 'cup', 1),
  'carts.setQuantity out-of-stock': (shop) => shop.carts.setQuantity('ada', 'mug', 9),
  'carts.setQuantity purchase-limit': async (shop) => {
    await shop.carts.add('ada', 'cup', 1);
    return shop.carts.setQuantity('ada', 'cup', 3);
  },
  'carts.setQuantity invalid-transition': () =>
    withDeafCart((shop) => shop.carts.setQuantity('ada', 'mug', 2)),
  'carts.setQuantity quarantined': () =>
    inQuarantine((shop) => shop.carts.setQuantity('ada', 'mug', 2)),
  'carts.remove unknown-user': (shop) => shop.carts.remove('none', 'mug'),
  'carts.remove not-in-cart': (shop) => shop.carts.remove('ada', 'cup'),
  'carts.remove invalid-transition': () => withDeafCart((shop) => shop.carts.remove('ada', 'mug')),
  'carts.remove quarantined': () => inQuarantine((shop) => shop.carts.remove('ada', 'mug')),
  'carts.clear unknown-user': (shop) => shop.carts.clear('none'),
  'carts.clear invalid-transition': () => withDeafCart((shop) => shop.carts.clear('ada')),
  'carts.clear quarantined': () => inQuarantine((shop) => shop.carts.clear('ada')),
  'checkout unknown-user': (shop) => shop.checkout('none'),
  'checkout empty-cart': (shop) => shop.checkout('bob'),
  'checkout out-of-stock': async (shop) => {
    await shop.carts.add('bob', 'mug', 2);
    await shop.checkout('ada');
    return shop.checkout('bob');
  },
  'checkout purchase-limit': async (shop) => {
    await shop.carts.add('ada', 'cup', 2);
    await shop.products.update('cup', { maxPerOrder: 1 });
    return shop.checkout('ada');
  },
  'checkout invalid-transition': () => withDeafCart((shop) => shop.checkout('ada')),
  'checkout quarantined': () => inQuarantine((shop) => shop.checkout('ada')),
  'checkout price-changed': (shop) => shop.checkout('ada', { expectedTotalMinor: 5 }),
  'checkout idempotency-mismatch': async (shop) => {
    await shop.checkout('ada', { idempotencyKey: 'k' });
    return shop.checkout('ada', { idempotencyKey: 'k', expectedTotalMinor: 5 });
  },
  'orders.confirm unknown-order': (shop) => shop.orders.confirm('none'),
  'orders.confirm invalid-transition': async (shop) => {
    await shop.orders.confirm(orderOf(shop));
    return shop.orders.confirm(orderOf(shop));
  },
  'orders.confirm quarantined': () => inQuarantine((shop) => shop.orders.confirm(orderOf(shop))),
  'orders.ship unknown-order': (shop) => shop.orders.ship('none', { trackingNumber: 'T' }),
  'orders.ship invalid-transition': (shop) =>
    shop.orders.ship(orderOf(shop), { trackingNumber: 'T' }),
  'orders.ship quarantined': () =>
    inQuarantine((shop) => shop.orders.ship(orderOf(shop), { trackingNumber: 'T' })),
  'orders.deliver unknown-order': (shop) => shop.orders.deliver('none'),
  'orders.deliver invalid-transition': (shop) => shop.orders.deliver(orderOf(shop)),
  'orders.deliver quarantined': () => inQuarantine((shop) => shop.orders.deliver(orderOf(shop))),
  'orders.cancel unknown-order': (shop) => shop.orders.cancel('none'),
  'orders.cancel invalid-transition': async (shop) => {
    await shop.orders.cancel(orderOf(shop));
    return shop.orders.cancel(orderOf(shop));
  },
  'orders.cancel quarantined': () => inQuarantine((shop) => shop.orders.cancel(orderOf(shop))),
  'orders.send unknown-order': (shop) => shop.orders.send('none', { type: 'order.pack' }),
  'orders.send quarantined': () =>
    inQuarantine((shop) => shop.orders.send(orderOf(shop), { type: 'order.pack' })),
  'orders.send invalid-transition': (shop) =>
    shop.orders.send(orderOf(shop), { type: 'order.pack' }),
};

const declared = COMMANDS.flatMap(({ type, refusals }) => refusals.map((code) => ({ type, code })));

describe('a refusal that a command declares', () => {
  it('is one that it can give, and nothing is declared twice', () => {
    expect(declared.map(({ type, code }) => `${type} ${code}`).sort()).toEqual(
      Object.keys(CASES).sort(),
    );
  });

  it.each(declared)('is given: $type $code', async ({ type, code }) => {
    const shop = await opened();
    const answer = await CASES[`${type} ${code}` as Declared](shop);
    expect(answer).toMatchObject({ ok: false, refusal: { code } });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it.each(COMMANDS)('or `closed`, of a closed shop: $type', async ({ type, refusals }) => {
    // Whether a shop is overloaded is another question than whether it is open.
    const code = refusals.find((it) => it !== 'overloaded');
    const shop = await opened();
    await shop.close();
    const call = code === undefined ? undefined : CASES[`${type} ${code}` as Declared];
    const answer = await (call?.(shop) ?? shop.users.register({ name: 'Eve' }));
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'closed' } });
    expect(refusalsOf(type)).toContain('closed');
  });
});

describe('a call that is refused as the command does not declare', () => {
  it('fails in random tests and simulations', async () => {
    const shop = await createShop();
    const odd = {
      ...shop,
      users: {
        ...shop.users,
        register: async () => ({ ok: false, refusal: { code: 'empty-cart' } }) as never,
      },
    };
    await expect(sendCall(odd, callOf('users.register', { name: 'Ada' }))).rejects.toThrow(
      'users.register does not declare that it can be refused with empty-cart',
    );
  });
});
