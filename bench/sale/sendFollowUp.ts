import type { FollowUp } from './orderLifecycles.ts';
import type { Outcome } from './requestStream.ts';
import type { SaleAnswer, SaleShop } from './saleShop.ts';

const SHIPMENT = { trackingNumber: 'T-1' };
/** Reasons of cancellations; each also identifies the state in which the order was. */
export const UNPAID = { reason: 'changed-mind' };
export const PAID = { reason: 'no-longer-needed' };

/** Sends the next step of an order, or empties the cart of a user. */
export function sendFollowUp(
  { carts, orders }: SaleShop,
  kind: FollowUp,
  { id, outcome }: { readonly id: string; readonly outcome: Outcome },
): Promise<SaleAnswer> {
  switch (kind) {
    case 'confirm':
      return orders.confirm(id);
    case 'ship':
      return orders.ship(id, SHIPMENT);
    case 'deliver':
      return orders.deliver(id);
    case 'cancel':
      return orders.cancel(id, outcome === 'cancel-paid' ? PAID : UNPAID);
    case 'clear':
      return carts.clear(id);
  }
}
