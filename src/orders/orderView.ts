import type { AllocatedUnits, OrderContext, OrderLine } from '../../machines/index.ts';
import type { Writable } from '../base/writable.ts';
import type { ActorState } from '../runtime/actorKind.ts';
import { stateName } from '../runtime/stateName.ts';
import type { OrderReceipt } from '../schema/answer.ts';

/** A line of an order, as callers see it. */
export interface OrderViewLine extends OrderLine {
  /** `reserved` while held, `purchased` once shipped, `removed` when the order was cancelled. */
  readonly status: 'reserved' | 'purchased' | 'removed';
}

/**
 * An order, as callers see it.
 *
 * @typeParam State the names of the chart's states.
 */
export interface Order<State extends string = string> {
  /** Made by `createId` at the checkout. */
  readonly orderId: string;
  /** The user who has bought. */
  readonly userId: string;
  /** `pending`, `confirmed`, `shipped`, `delivered` or `cancelled`, or a state of a custom chart. */
  readonly state: State;
  /** Each product once, in the order of the cart. */
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
  /** As given to `orders.ship`; left out before. */
  readonly trackingNumber?: string;
  /** `payment-timeout`, or the reason given with the cancellation; left out without one. */
  readonly cancelReason?: string;
}

const LINE_STATUS = { held: 'reserved', committed: 'purchased', released: 'removed' } as const;

/** The order as callers see it. */
export function orderView({ value, context }: ActorState): Order {
  const order = context as OrderContext;
  const view: Writable<Order> = {
    orderId: order.orderId,
    userId: order.userId,
    state: stateName(value),
    lines: lineViews(order),
    totalMinor: order.totalMinor,
    currency: order.currency,
    pricing: order.pricing,
    createdAt: order.createdAt,
    paymentDueAt: order.paymentDueAt,
  };
  const { trackingNumber, cancelReason } = order;
  if (trackingNumber !== undefined) view.trackingNumber = trackingNumber;
  if (cancelReason !== undefined) view.cancelReason = cancelReason;
  return view;
}

function lineViews({ lines, stock }: OrderContext): OrderViewLine[] {
  const status = LINE_STATUS[stock];
  const views = new Array<OrderViewLine>(lines.length);
  for (let index = 0; index < lines.length; index++) {
    const { sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations } = lines[
      index
    ] as OrderLine;
    views[index] = {
      sku,
      name,
      quantity,
      unitPriceMinor,
      lineTotalMinor,
      allocations: copyOf(allocations),
      status,
    };
  }
  return views;
}

function copyOf(allocations: readonly AllocatedUnits[]): AllocatedUnits[] {
  const copies = new Array<AllocatedUnits>(allocations.length);
  for (let index = 0; index < allocations.length; index++) {
    const { location, quantity } = allocations[index] as AllocatedUnits;
    copies[index] = { location, quantity };
  }
  return copies;
}

/** The order as it was when its checkout was answered, without everything that was added later. */
export function receiptView(order: ActorState, { state, status }: OrderReceipt): Order {
  const {
    trackingNumber: _trackingNumber,
    cancelReason: _cancelReason,
    ...receipt
  } = orderView(order);
  return { ...receipt, state, lines: receipt.lines.map((line) => ({ ...line, status })) };
}
