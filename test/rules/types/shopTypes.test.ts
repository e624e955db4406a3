import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import {
  type AnyEvent,
  type Cart,
  createShop,
  type Order,
  type Orders,
  type Shop,
  type ShopMachines,
  type ShopOptions,
  type StandardMachines,
} from '../../../src/index.ts';
import {
  cartMachine,
  extendOrder,
  type OrderEvent,
  type OrderStates,
} from '../../../src/machines.ts';
import {
  emittingOrder,
  extendedOrder,
  type PackOrder,
  providedCart,
  typedOrder,
} from './ownCharts.ts';

type OrderState = NonNullable<ReturnType<Shop<StandardMachines>['orders']['get']>>['state'];
type StateOf<Machines extends ShopMachines> = NonNullable<
  ReturnType<Shop<Machines>['orders']['get']>
>['state'];
type EventOf<Machines extends ShopMachines> = Parameters<Shop<Machines>['orders']['send']>[1];

const STANDARD = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const;

describe('a shop with the standard charts', () => {
  it('knows their states', async () => {
    const shop = await createShop();
    expectTypeOf(shop).toEqualTypeOf<Shop<StandardMachines>>();
    expectTypeOf<OrderState>().toEqualTypeOf<(typeof STANDARD)[number]>();
    expectTypeOf(shop.carts.get('ada')).toEqualTypeOf<
      Cart<'empty' | 'open' | 'reserving'> | undefined
    >();
    expectTypeOf(shop.orders.list({ userId: 'ada' })).toEqualTypeOf<Order<OrderState>[]>();
    const answer = await shop.checkout('ada');
    if (answer.ok) expectTypeOf(answer.order.state).toEqualTypeOf<OrderState>();
    // @ts-expect-error: no such state.
    expect(shop.orders.get('none')?.state === 'pendign').toBe(false);
    // @ts-expect-error: no such state.
    expect(shop.carts.get('none')?.state === 'opened').toBe(false);
  });

  it('is also one that is given other options, or a standard chart with other implementations', async () => {
    expectTypeOf(await createShop({ currency: 'EUR' })).toEqualTypeOf<Shop<StandardMachines>>();
    const shop = await createShop({ machines: { cart: providedCart } });
    expectTypeOf(shop.carts.get('ada')).toEqualTypeOf<
      Cart<'empty' | 'open' | 'reserving'> | undefined
    >();
  });

  it('sends the events of the library, and values of any interface', async () => {
    const { orders } = await createShop();
    const event: OrderEvent = { type: 'order.ship', trackingNumber: 'T' };
    const pack: PackOrder = { type: 'order.pack', boxes: 1 };
    for (const sent of [event, pack, { type: 'order.pack', boxes: 2, tape: { blue: true } }]) {
      expect(await orders.send('none', sent)).toMatchObject({ refusal: { code: 'unknown-order' } });
    }
    await orders.send('none', { type: 'order.pack', boxes: 2 });
    // @ts-expect-error: an event has a type.
    await expect(orders.send('none', { boxes: 2 })).rejects.toThrow(TypeError);
    // @ts-expect-error: an event is no text.
    await expect(orders.send('none', 'order.pack')).rejects.toThrow(TypeError);
  });
});

describe('a shop with a chart whose types say everything', () => {
  const open = () => createShop({ machines: { order: typedOrder } });

  it('knows its states, also those inside others', async () => {
    const shop = await open();
    expectTypeOf(shop).toEqualTypeOf<Shop<{ order: typeof typedOrder }>>();
    expectTypeOf<StateOf<{ order: typeof typedOrder }>>().toEqualTypeOf<
      | 'pending'
      | 'packing.open'
      | 'packing.closed'
      | `handing.${string}|${string}`
      | 'shipped'
      | 'delivered'
      | 'cancelled'
    >();
    // @ts-expect-error: the chart has no such state.
    expect(shop.orders.get('none')?.state === 'confirmed').toBe(false);
    expectTypeOf(shop.carts.get('ada')).toEqualTypeOf<
      Cart<'empty' | 'open' | 'reserving'> | undefined
    >();
  });

  it('sends its events only, and none of the engine', async () => {
    const { orders } = await open();
    expectTypeOf<EventOf<{ order: typeof typedOrder }>>().toEqualTypeOf<OrderEvent | PackOrder>();
    const pack: PackOrder = { type: 'order.pack', boxes: 1 };
    await orders.send('none', pack);
    await orders.send('none', { type: 'order.confirm' });
    // @ts-expect-error: a misspelt event.
    await orders.send('none', { type: 'order.pakc', boxes: 1 });
    // @ts-expect-error: an event without one of its members.
    await orders.send('none', { type: 'order.pack' });
    // @ts-expect-error: an event of the engine.
    await expect(orders.send('none', { type: 'inventory.counted' })).rejects.toThrow(RangeError);
  });

  it('tells the states that its type names', async () => {
    const shop = await open();
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 1);
    const bought = await shop.checkout('ada');
    const orderId = bought.ok ? bought.order.orderId : '';
    await shop.orders.confirm(orderId);
    const packing: StateOf<{ order: typeof typedOrder }> = 'packing.open';
    expect(shop.orders.get(orderId)?.state).toBe(packing);
  });
});

describe('a shop with an extended order chart', () => {
  type Machines = { order: typeof extendedOrder };

  it('knows the standard states, the added ones, and those inside them', async () => {
    const shop = await createShop({ machines: { order: extendedOrder } });
    expectTypeOf(shop).toEqualTypeOf<Shop<Machines>>();
    expectTypeOf<StateOf<Machines>>().toEqualTypeOf<OrderState | 'packed.open' | 'packed.taped'>();
    // @ts-expect-error: the chart has no such state.
    expect(shop.orders.get('none')?.state === 'packed').toBe(false);
  });

  it('sends the standard events, and those that the states name, with any members', async () => {
    const { orders } = await createShop({ machines: { order: extendedOrder } });
    const pack: PackOrder = { type: 'order.pack', boxes: 1 };
    await orders.send('none', pack);
    await orders.send('none', { type: 'order.tape', colour: 'blue' });
    await orders.send('none', { type: 'order.deliver' });
    // @ts-expect-error: a misspelt event.
    await orders.send('none', { type: 'order.pakc' });
    // @ts-expect-error: a standard event without one of its members.
    await expect(orders.send('none', { type: 'order.ship' })).rejects.toThrow(TypeError);
  });

  it('keeps its type when implementations are provided', () => {
    const provided = extendedOrder.provide({ actions: { note: () => {} } });
    expectTypeOf<StateOf<{ order: typeof provided }>>().toEqualTypeOf<StateOf<Machines>>();
  });

  it('takes any event if a state does', () => {
    const open = extendOrder({ confirmed: { on: { 'order.*': 'shipped' } } });
    expectTypeOf<EventOf<{ order: typeof open }>>().toEqualTypeOf<AnyEvent>();
  });

  it('knows no names if they are computed', () => {
    const states: OrderStates = { confirmed: {} };
    const computed = extendOrder(states);
    expectTypeOf<StateOf<{ order: typeof computed }>>().toEqualTypeOf<string>();
    expectTypeOf<EventOf<{ order: typeof computed }>>().toEqualTypeOf<AnyEvent>();
  });
});

describe('a shop with charts that know no types', () => {
  it('may be in any state and takes any event', () => {
    const untyped = createMachine({ initial: 'pending', states: { pending: {} } });
    expectTypeOf<StateOf<{ order: typeof untyped }>>().toEqualTypeOf<string>();
    expectTypeOf<EventOf<{ order: typeof untyped }>>().toEqualTypeOf<AnyEvent>();
    expectTypeOf<StateOf<{ order: AnyStateMachine }>>().toEqualTypeOf<string>();
  });
});

describe('any shop', () => {
  it('is what options of any charts open', async () => {
    const options: ShopOptions = {};
    expectTypeOf(await createShop(options)).toEqualTypeOf<Shop>();
    expectTypeOf<StateOf<ShopMachines>>().toEqualTypeOf<string>();
    expectTypeOf<EventOf<ShopMachines>>().toEqualTypeOf<OrderEvent | AnyEvent>();
    expectTypeOf<Shop['orders']>().toExtend<Orders>();
  });

  it('may be a shop with whatever charts', async () => {
    const shops: readonly Shop[] = [
      await createShop(),
      await createShop({ machines: { order: emittingOrder } }),
      await createShop({ machines: { order: extendedOrder, cart: providedCart } }),
      await createShop({ machines: { cart: cartMachine } }),
    ];
    expect(shops).toHaveLength(4);
  });

  it("is none whose states are another chart's", async () => {
    // @ts-expect-error: a shop with the standard charts has other states.
    const other: Shop<StandardMachines> = await createShop({ machines: { order: typedOrder } });
    expect(other).toBeDefined();
  });

  it('that may have a chart is in the states of that chart or of the standard one', () => {
    expectTypeOf<StateOf<{ order?: typeof extendedOrder }>>().toEqualTypeOf<
      StateOf<{ order: typeof extendedOrder }> | OrderState
    >();
  });
});
