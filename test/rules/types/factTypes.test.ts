import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import {
  createShop,
  type FactReader,
  type ObserverFailed,
  type Shop,
  type ShopFact,
  type StandardMachines,
} from '../../../src/index.ts';
import type { OrderPlaced } from '../../../src/machines.ts';
import { extendedOrder, type OrderPacked, typedOrder } from './ownCharts.ts';

type Numbered = { readonly seq: number; readonly at: number };

async function opened() {
  const standard = await createShop();
  const typed = await createShop({ machines: { order: typedOrder } });
  const extended = await createShop({ machines: { order: extendedOrder } });
  return { standard, typed, extended, any: standard as Shop };
}

describe('a handler of a standard fact', () => {
  it('gets the fact of this name, with its number and time, in every shop', async () => {
    const { standard, typed, extended, any } = await opened();
    for (const shop of [standard, any]) {
      shop.on('order.placed', (fact) => {
        expectTypeOf(fact).toExtend<OrderPlaced & Numbered>();
        expectTypeOf(fact.totalMinor).toEqualTypeOf<number>();
      });
    }
    typed.on('order.placed', ({ paymentDueAt }) => {
      expectTypeOf(paymentDueAt).toEqualTypeOf<number>();
    });
    extended.on('cart.expired', ({ lines }) => {
      expectTypeOf(lines).toExtend<readonly { sku: string }[]>();
    });
    standard.on('observer.failed', (failure) => {
      expectTypeOf(failure).toEqualTypeOf<ObserverFailed>();
    });
    standard.on('order.placed', (fact: OrderPlaced) => fact.orderId);
    standard.on('order.placed', (fact: { readonly orderId: string }) => fact.orderId);
    standard.on('order.placed', () => {});
    standard.on('order.placed', vi.fn());
    standard.on('order.placed', console.log);
  });

  it('is refused for a misspelt name, whatever the handler takes', async () => {
    const { standard, typed, extended, any } = await opened();
    // @ts-expect-error: a misspelt name.
    standard.on('order.plcaed', () => {});
    // @ts-expect-error: a misspelt name.
    any.on('order.plcaed', () => {});
    // @ts-expect-error: a misspelt name.
    typed.on('order.plcaed', () => {});
    // @ts-expect-error: a misspelt name.
    extended.on('order.plcaed', () => {});
    // @ts-expect-error: a misspelt name.
    standard.on('order.plcaed', (fact) => expect(fact).toBeUndefined());
    // @ts-expect-error: a misspelt name, and a fact of another.
    standard.on('order.plcaed', (fact: OrderPlaced) => fact.orderId);
    // @ts-expect-error: a misspelt name, and any fact.
    standard.on('order.plcaed', (fact: ShopFact) => fact.seq);
    // @ts-expect-error: a misspelt name, and a handler of anything.
    standard.on('order.plcaed', console.log);
    // @ts-expect-error: a misspelt name, and a handler of anything.
    standard.on('order.plcaed', vi.fn());
    // @ts-expect-error: a fact of another name.
    standard.on('order.placed', (fact: OrderPacked) => fact.boxes);
  });
});

describe('a handler of a fact of an own chart', () => {
  it('is typed by its parameter, or by a type argument, in every shop', async () => {
    for (const shop of [(await opened()).extended, (await opened()).any]) {
      shop.on('order.packed', (fact: OrderPacked) => fact.boxes);
      shop.on<OrderPacked>('order.packed', (fact) => {
        expectTypeOf(fact).toExtend<OrderPacked & Numbered>();
        expectTypeOf(fact.boxes).toEqualTypeOf<number>();
      });
      shop.on<OrderPacked>('order.packed', () => {});
      // @ts-expect-error: nothing says that there is such a fact.
      shop.on('order.packed', () => {});
      // @ts-expect-error: a misspelt name.
      shop.on('order.pakced', (fact: OrderPacked) => fact.boxes);
      // @ts-expect-error: a misspelt name.
      shop.on<OrderPacked>('order.pakced', () => {});
      // @ts-expect-error: the fact has no such member.
      shop.on<OrderPacked>('order.packed', (fact) => fact.cartons);
    }
  });

  it('is typed by the chart, if that says what it emits', async () => {
    const { typed } = await opened();
    typed.on('order.packed', (fact) => {
      expectTypeOf(fact.boxes).toEqualTypeOf<number>();
      expectTypeOf(fact.seq).toEqualTypeOf<number>();
    });
    typed.on('order.packed', () => {});
    // @ts-expect-error: a misspelt name.
    typed.on('order.pakced', () => {});
    // @ts-expect-error: a reply is no fact.
    typed.on('reply', () => {});
  });

  it('is called with the fact', async () => {
    const { typed: shop } = await opened();
    const told: number[] = [];
    shop.on('order.packed', ({ boxes }) => told.push(boxes));
    shop.on('order.packed', (fact: OrderPacked) => told.push(fact.boxes));
    shop.on('*', (fact) => {
      if (fact.type === 'order.packed') told.push(fact.boxes);
    });
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 1);
    const bought = await shop.checkout('ada');
    const orderId = bought.ok ? bought.order.orderId : '';
    await shop.orders.confirm(orderId);
    await shop.orders.send(orderId, { type: 'order.pack', boxes: 3 });
    expect(told).toEqual([3, 3, 3]);
    expect(shop.orders.history(orderId).at(-1)).toMatchObject({ type: 'order.packed', boxes: 3 });
  });
});

describe('a reader of all facts', () => {
  it('gets the standard facts, and those of the types of the charts', async () => {
    const { standard, typed } = await opened();
    expectTypeOf(standard.facts()).toEqualTypeOf<FactReader>();
    expectTypeOf(standard.orders.history('none')).toEqualTypeOf<ShopFact[]>();
    expectTypeOf(typed.facts()).toEqualTypeOf<FactReader<OrderPacked>>();
    expectTypeOf(typed.orders.history('none')).toEqualTypeOf<ShopFact<OrderPacked>[]>();
    standard.on('*', (fact) => {
      expectTypeOf(fact).toEqualTypeOf<ShopFact>();
      // @ts-expect-error: no standard fact has this name.
      expect(fact.type === 'order.packed').toBe(false);
    });
    typed.on('*', (fact) => {
      expectTypeOf(fact).toEqualTypeOf<ShopFact<OrderPacked>>();
    });
    typed.observe({
      name: 'log',
      notify: (fact) => expectTypeOf(fact).toEqualTypeOf<ShopFact<OrderPacked>>(),
    });
  });

  it('gets facts of a type argument, too', async () => {
    const { any } = await opened();
    expectTypeOf(any.facts<OrderPacked>()).toEqualTypeOf<FactReader<OrderPacked>>();
    expectTypeOf(any.orders.history<OrderPacked>('none')).toEqualTypeOf<ShopFact<OrderPacked>[]>();
    any.on<OrderPacked>('*', (fact) => {
      if (fact.type === 'order.packed') expectTypeOf(fact.boxes).toEqualTypeOf<number>();
      if (fact.type === 'order.placed') expectTypeOf(fact.totalMinor).toEqualTypeOf<number>();
    });
    expectTypeOf<Shop<StandardMachines>>().toExtend<Shop>();
  });
});
