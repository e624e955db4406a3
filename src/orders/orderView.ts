import type { AnyMachineSnapshot } from 'xstate';
import type { OrderContext, OrderLine } from '../../machines/index.ts';
import { stateName } from '../runtime/stateName.ts';
import type { OrderReceipt } from '../schema/answer.ts';

/** A line of an order, as callers see it. */
export interface OrderViewLine extends OrderLine {
  /** `reserved` while held, `purchased` once shipped, `removed` when the order was cancelled. */
  readonly status: 'reserved' | 'purchased' | 'removed';
}

/** An order, as callers see it. */
export interface Order {
  readonly orderId: string;
  readonly userId: string;
  /** `pending`, `confirmed`, `shipped`, `delivered` or `cancelled`, or a state of a custom chart. */
  readonly state: string;
  readonly lines: OrderViewLine[];
  /** The sum of all lines, in minor units. */
  readonly totalMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** The name of the pricing strategy of the checkout. */
  readonly pricing: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When an unpaid order is cancelled, epoch milliseconds. */
  readonly paymentDueAt: number;
  readonly trackingNumber?: string;
  readonly cancelReason?: string;
}

const LINE_STATUS = { held: 'reserved', committed: 'purchased', released: 'removed' } as const;

/** The order as callers see it. */
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

/** The order as it was when its checkout was answered, without everything that was added later. */
export function receiptView(snapshot: AnyMachineSnapshot, { state, status }: OrderReceipt): Order {
  const {
    trackingNumber: _trackingNumber,
    cancelReason: _cancelReason,
    ...order
  } = orderView(snapshot);
  return { ...order, state, lines: order.lines.map((line) => ({ ...line, status })) };
}
