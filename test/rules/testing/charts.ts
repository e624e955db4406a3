import { emit, fromPromise, setup } from 'xstate';
import { extendOrder, orderActions, orderMachine } from '../../../src/machines.ts';

const ship = { target: 'shipped', actions: ['noteTracking', 'commitStock', 'tellShipped'] };
const cancel = { target: 'cancelled', actions: ['noteReason', 'releaseStock', 'tellCancelled'] };
type Transition = { readonly guard?: () => boolean; readonly actions?: () => void };

/** The standard chart with a state between paid and shipped. @param pack what else its transition has. */
export function packedOrder(pack: Transition = {}) {
  return extendOrder({
    confirmed: { on: { 'order.pack': { target: 'packed', ...pack }, 'order.cancel': cancel } },
    packed: { on: { 'order.ship': ship } },
  });
}

/** A paid order is cancelled unless it ships within a day, or the chart has lost that timer. */
export function hurriedOrder({ hasTimer }: { readonly hasTimer: boolean }) {
  const after = { 86400000: cancel };
  return extendOrder({
    confirmed: { on: { 'order.ship': ship, 'order.cancel': cancel }, ...(hasTimer && { after }) },
  });
}

/** A paid order is packed and billed at the same time; a service that answers at once writes the bill. */
export function billedOrder() {
  const { states, ...config } = orderMachine.config;
  const bill = fromPromise(async () => 'B-1');
  // biome-ignore lint/suspicious/noExplicitAny: the types of XState do not know what a spread chart names.
  return (setup({ actions: orderActions, actors: { bill } }) as any).createMachine({
    ...config,
    states: {
      ...states,
      confirmed: {
        type: 'parallel',
        on: { 'order.ship': ship, 'order.cancel': cancel },
        states: {
          parcel: {
            initial: 'open',
            states: { open: { on: { 'order.pack': 'packed' } }, packed: {} },
          },
          bill: {
            initial: 'writing',
            states: {
              writing: { invoke: { src: 'bill', onDone: 'sent' } },
              sent: { entry: emit({ type: 'order.billed', copy: undefined }) },
            },
          },
        },
      },
    },
  });
}

/** A paid order that is paused beyond its deadline is cancelled as soon as it is resumed. */
export function pausedOrder() {
  const { states } = orderMachine.config;
  const { after } = (states as { pending: { after: object } }).pending;
  return extendOrder({
    pending: {
      on: { 'order.pause': 'paused', 'order.confirm': 'confirmed', 'order.cancel': cancel },
      after,
    },
    paused: { on: { 'order.resume': 'pending' } },
  });
}
