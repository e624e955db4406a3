import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, emit, spawnChild } from 'xstate';
import { extendOrder, type OrderContext } from '../../../machines/index.ts';
import { compilable } from '../../../src/compile.ts';
import { createShop, memoryStore } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { isStateKey, NAMES, shown } from '../../properties/compile/corpus/awkwardNames.ts';

/** A name that every store can hold. */
const isStorable = (name: string) => !/\p{Surrogate}/u.test(name);
const names = NAMES.filter((name) => isStateKey(name) && isStorable(name));

/** An order chart in which everything that is not the engine's has one name. */
function chartNamed(name: string, how: 'compiled' | 'interpreted'): AnyStateMachine {
  const never = { guard: () => false, actions: spawnChild('child') };
  const target = name.replaceAll('\\', '\\\\');
  return extendOrder({
    confirmed: {
      on: {
        [name]: [
          ...(how === 'interpreted' ? [never] : []),
          { guard: { type: name, params: { [name]: name } }, target, actions: [name, 'told'] },
        ],
      },
    },
    [name]: {
      entry: { type: name, params: { [name]: name } },
      on: {
        [`${name} again`]: { actions: name },
        'order.ship': {
          target: 'shipped',
          actions: ['noteTracking', 'commitStock', 'tellShipped'],
        },
      },
      after: { [name]: { actions: 'told' } },
    },
  }).provide({
    guards: { [name]: ({ event }: { event: { no?: boolean } }) => event.no !== true },
    actions: {
      [name]: assign({ [name]: ({ context }: { context: object }) => Object.keys(context).length }),
      told: emit(({ context: { orderId, userId } }: { context: OrderContext }) => ({
        type: name,
        orderId,
        userId,
        [name]: name,
      })),
    },
    delays: { [name]: 1000 },
    actors: { child: {} },
  } as never);
}

/** Everything that an order of the chart answers, tells and is, also after its shop is opened again. */
async function lifeOf(order: AnyStateMachine, name: string) {
  const clock = simulatedClock(0);
  const store = memoryStore();
  let ids = 0;
  const options = { clock, store, machines: { order }, createId: () => `id-${++ids}` };
  let shop = await createShop(options);
  const seen: unknown[] = [];
  const see = async (answer: Promise<unknown>) =>
    void seen.push(await answer.catch((error: Error) => error.message));
  shop.on('*', (fact) => seen.push(fact));
  // Any name: `name` is no literal that could be compared with the names of facts.
  shop.on(name as never, (fact) => seen.push(['its own handler', fact]));
  await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 1, stock: 1 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.carts.add('ada', 'a', 1);
  await see(shop.checkout('ada'));
  const orderId = shop.orders.list({ userId: 'ada' })[0]?.orderId ?? '';
  const { orders } = shop;
  await see(orders.send(orderId, { type: name }));
  await see(orders.confirm(orderId));
  await see(orders.send(orderId, { type: name, no: true }));
  await see(orders.send(orderId, { type: name }));
  await see(orders.send(orderId, { type: `${name} again` }));
  await see(orders.send(orderId, { type: 'unknown' }));
  clock.advance(1000);
  await shop.close();
  const records = [...store.range({ prefix: [] })];
  shop = await createShop(options);
  await see(shop.orders.send(orderId, { type: `${name} again` }));
  await see(shop.orders.ship(orderId, { trackingNumber: 'T' }));
  await see(shop.orders.deliver(orderId));
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
  const end = { order: shop.orders.get(orderId), history: shop.orders.history(orderId) };
  await shop.close();
  return { seen, records, ...end };
}

describe('in an order chart of your own, states, events, guards, actions and facts', () => {
  it.each(names.map((name) => [shown(name), name]))('may be named %s', async (_shown, name) => {
    const [compiled, interpreted] = [chartNamed(name, 'compiled'), chartNamed(name, 'interpreted')];
    expect([compilable(compiled).ok, compilable(interpreted).ok]).toEqual([true, false]);
    const life = await lifeOf(compiled, name);
    expect(life.order).toMatchObject({ state: 'delivered' });
    expect(life.history.map(({ type }) => type)).toContain(name);
    expect(life).toEqual(await lifeOf(interpreted, name));
  });
});
