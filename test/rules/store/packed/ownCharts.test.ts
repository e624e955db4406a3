import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, assign, createMachine, emit } from 'xstate';
import { cartMachine } from '../../../../machines/index.ts';
import { orderChart, orderedBy, standard } from '../../badInput/charts.ts';
import { errorOf, orderOf, stage } from '../../badInput/stage.ts';
import { expectUserCodeError } from '../../badInput/userCode.ts';
import { packingStore } from './packingStore.ts';

const { confirmed } = standard;

function packingOrders(transition: object): AnyStateMachine {
  return orderChart({ confirmed: { on: { ...confirmed.on, 'order.pack': transition } } });
}

function clearingCarts(transition: object): AnyStateMachine {
  const states = cartMachine.config.states as unknown as Record<string, { readonly on: object }>;
  const open = { ...states.open, on: { ...states.open?.on, 'cart.clear': transition } };
  return createMachine({ ...cartMachine.config, states: { ...states, open } } as never);
}

describe('a store that takes records gets those of custom charts as texts', () => {
  test('so that a context that JSON cannot hold is an error of its turn', async () => {
    const store = packingStore();
    const chart = packingOrders({ actions: assign({ boxes: () => 1n } as never) });
    const at = await orderedBy(chart, { store });
    const before = store.batches.length;
    const send = () => at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.pack' });
    const error = expectUserCodeError(await errorOf(send), 'machines.order');
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(store.batches.length).toBe(before);
  });

  test('so that a fact that JSON cannot hold is an error of its turn', async () => {
    const store = packingStore();
    const cart = clearingCarts({ actions: emit({ type: 'cart.weighed', grams: 1n } as never) });
    const at = await stage({ store, machines: { cart } });
    const before = store.batches.length;
    const error = await errorOf(() => at.shop.carts.clear('ada'));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain('BigInt');
    expect(store.batches.length).toBe(before);
  });

  test('and those of the standard chart beside it packed', async () => {
    const store = packingStore();
    const at = await orderedBy(packingOrders({ actions: assign({ boxes: 3 } as never) }), {
      store,
    });
    await at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.pack' });
    const packed = await at.shop.carts.add('ada', 'mug', 1);
    expect(packed.ok).toBe(true);
    // The facts of the turn may be those of either chart.
    const batch = store.batches.at(-1);
    expect(batch?.changes.map(({ key }) => key[0])).toEqual(['open', 'brief', 'turn']);
    expect(batch?.packedCount).toBe(2);
  });
});
