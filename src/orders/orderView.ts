import type { AnyMachineSnapshot } from 'xstate';
import type { OrderContext, OrderLine } from '../../machines/index.ts';
import { stateName } from '../runtime/stateName.ts';
import type { OrderReceipt } from '../schema/answer.ts';

export interface OrderViewLine extends OrderLine {
  /** `reserved` while held, `purchased` once shipped, `removed` when the order was cancelled. */
  readonly status: 'reserved' | 'purchased' | 'removed';
}

export interface Order {
  readonly orderId: string;
  readonly userId: string;
  /** `pending`, `confirmed`, `shipped`, `delivered` or `cancelled`, or a state of your own chart. */
  readonly state: string;
  readonly lines: OrderViewLine[];
  readonly totalMinor: number;
  readonly currency: string;
  /** The name of the pricing strategy that made the prices. */
  readonly pricing: string;
  readonly createdAt: number;
  readonly paymentDueAt: number;
  readonly trackingNumber?: string;
  readonly cancelReason?: string;
}

const LINE_STATUS = { held: 'reserved', committed: 'purchased', released: 'removed' } as const;

export function orderView({ value, context }: AnyMachineSnapshot): Order {
  const order = context as OrderContext;
  const { orderId, userId, totalMinor, currency, pricing, createdAt, paymentDueAt } = order;
  const { trackingNumber, cancelReason } = order;
  const status = LINE_STATUS[order.stock];
  return {
    orderId,
    userId,
    state: stateName(value),
    lines: order.lines.map(
      ({ sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations }) => ({
        sku,
        name,
        quantity,
        unitPriceMinor,
        lineTotalMinor,
        allocations: allocations.map((part) => ({ ...part })),
        status,
      }),
    ),
    totalMinor,
    currency,
    pricing,
    createdAt,
    paymentDueAt,
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...(cancelReason !== undefined && { cancelReason }),
  };
}

/** The order as it was when its checkout was answered; all that came later is taken back. */
export function placedView(snapshot: AnyMachineSnapshot, { state, status }: OrderReceipt): Order {
  const { trackingNumber: _later, cancelReason: _too, ...order } = orderView(snapshot);
  return { ...order, state, lines: order.lines.map((line) => ({ ...line, status })) };
}
