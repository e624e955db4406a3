import { extendOrder } from '../../../src/machines.ts';

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
