import type { AnyStateMachine } from 'xstate';
import { cartMachine, type OrderInput, orderMachine } from '../../machines/index.ts';

/** What the engine requires of a chart. */
export interface Contract {
  readonly noun: 'order' | 'cart';
  /** The engine's own chart; its named implementations complete those of the user's chart. */
  readonly standard: AnyStateMachine;
  readonly initial: string;
  readonly events: readonly string[];
  readonly sampleInput: Readonly<Record<string, unknown>>;
  /** Members that the context made from `sampleInput` must have. */
  readonly sampleContext: Readonly<Record<string, unknown>>;
  /** Members of the context with the values that each may have at the start. */
  readonly oneOf: Readonly<Record<string, readonly string[]>>;
  /** Actions that only the engine may implement. */
  readonly reserved: readonly string[];
}

const sampleOrder: OrderInput = {
  orderId: 'sample-order',
  number: 1,
  userId: 'sample-user',
  lines: [
    {
      sku: 'sample',
      name: 'Sample',
      quantity: 1,
      unitPriceMinor: 1,
      lineTotalMinor: 1,
      allocations: [{ location: 'main', quantity: 1 }],
    },
  ],
  totalMinor: 1,
  currency: 'USD',
  pricing: 'regular',
  createdAt: 0,
  paymentDueAt: 1,
};

export const orderContract: Contract = {
  noun: 'order',
  standard: orderMachine,
  initial: 'pending',
  events: ['order.confirm', 'order.ship', 'order.deliver', 'order.cancel'],
  sampleInput: { ...sampleOrder },
  sampleContext: { ...sampleOrder },
  oneOf: { stock: ['held', 'committed', 'released'] },
  reserved: ['commitStock', 'releaseStock'],
};

export const cartContract: Contract = {
  noun: 'cart',
  standard: cartMachine,
  initial: 'empty',
  events: [
    'cart.add',
    'cart.setQuantity',
    'cart.remove',
    'cart.clear',
    'cart.checkout',
    'inventory.reserved',
    'inventory.refused',
    'inventory.failed',
  ],
  sampleInput: { userId: 'sample-user', expiryMs: 1 },
  sampleContext: {
    userId: 'sample-user',
    lines: [],
    cartId: null,
    expiresAt: null,
    checkout: null,
  },
  oneOf: {},
  reserved: [],
};
