import { assign, emit, fromPromise, setup } from 'xstate';
import {
  type OrderContext,
  type OrderEvent,
  type OrderInput,
  orderActions,
  timeOf,
} from '../../src/machines.ts';
import type { Charge, ChargeCard, Outcome } from './chargeCard.ts';
import { ATTEMPT_TIMEOUT_MS, BACK_OFF_MS, MAX_BACK_OFF_MS } from './limits.ts';

/** The buyer pays with a card. Once a payment was declined, with another one. */
interface PayOrder {
  readonly type: 'order.pay';
  readonly card: string;
}

/** The gateway reports an outcome by itself: its webhook. It may come before, after or in place of the answer, or twice. */
interface PaymentReported {
  readonly type: 'payment.reported';
  readonly key: string;
  readonly outcome: Outcome;
}

interface PaymentDeclined {
  readonly type: 'payment.declined';
  readonly orderId: string;
  readonly userId: string;
}

interface PayingContext extends OrderContext {
  readonly card: string;
  /** Payments that the buyer has begun. */
  readonly payments: number;
  /** Requests of the present payment. */
  readonly attempts: number;
}

/**
 * The idempotency key of a payment: the order, and the number of the payment. All attempts of one payment have the same
 * key, so that the card is charged once, however often the gateway is asked; a payment after a decline is another one.
 */
function paymentKey({ orderId, payments }: PayingContext): string {
  return `${orderId}/${payments}`;
}

/**
 * An order that is paid over a gateway. While it is `paying`, nobody knows yet whether the card was charged: the order can
 * neither be cancelled nor run out of time, and asks until it knows.
 */
export function payingOrder(chargeCard: ChargeCard) {
  return paying.provide({
    actors: {
      charge: fromPromise<Outcome, Charge>(({ input, signal }) => chargeCard(input, signal)),
    },
  });
}

const paying = setup({
  types: {
    context: {} as PayingContext,
    input: {} as OrderInput,
    events: {} as OrderEvent | PayOrder | PaymentReported,
    emitted: {} as PaymentDeclined,
  },
  actors: { charge: fromPromise<Outcome, Charge>(() => Promise.reject(new Error('no gateway'))) },
  actions: {
    ...orderActions,
    beginPayment: assign(({ context: { payments }, event }) => ({
      card: (event as PayOrder).card,
      payments: payments + 1,
      attempts: 0,
    })),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    tellDeclined: emit(({ context: { orderId, userId } }) => ({
      type: 'payment.declined' as const,
      orderId,
      userId,
    })),
  },
  guards: {
    /** Money was taken for this order: whichever payment it was, the order is paid. */
    saysApproved: ({ context, event }) => {
      const { key, outcome } = event as PaymentReported;
      return outcome === 'approved' && key.startsWith(`${context.orderId}/`);
    },
    /** A late report that an earlier card was declined says nothing of the present one. */
    saysDeclined: ({ context, event }) => {
      const { key, outcome } = event as PaymentReported;
      return outcome === 'declined' && key === paymentKey(context);
    },
  },
  delays: {
    paymentTimeout: ({ context, system }) =>
      context.paymentDueAt - (timeOf(system) ?? context.createdAt),
    attemptTimeout: ATTEMPT_TIMEOUT_MS,
    backOff: ({ context }) => Math.min(BACK_OFF_MS * 2 ** (context.attempts - 1), MAX_BACK_OFF_MS),
  },
}).createMachine({
  id: 'order',
  meta: { deadlines: ['paymentDueAt'] },
  context: ({ input }) => ({ ...input, stock: 'held', card: '', payments: 0, attempts: 0 }),
  entry: 'tellPlaced',
  initial: 'pending',
  states: {
    pending: {
      description:
        'Placed, or declined. The deadline is a point in time: a decline gives no more of it.',
      on: {
        'order.pay': { target: 'paying', actions: 'beginPayment' },
        // Of a payment that the store does not have: its process has ended while it was being written.
        'payment.reported': {
          guard: 'saysApproved',
          target: 'confirmed',
          actions: 'tellConfirmed',
        },
        'order.confirm': { target: 'confirmed', actions: 'tellConfirmed' },
        'order.cancel': {
          target: 'cancelled',
          actions: ['noteReason', 'releaseStock', 'tellCancelled'],
        },
      },
      after: {
        paymentTimeout: {
          target: 'cancelled',
          actions: ['noteTimeout', 'releaseStock', 'tellCancelled'],
        },
      },
    },
    paying: {
      description: 'The gateway is asked until it is known whether the card was charged.',
      initial: 'charging',
      on: {
        'payment.reported': [
          { guard: 'saysApproved', target: 'confirmed', actions: 'tellConfirmed' },
          { guard: 'saysDeclined', target: 'pending', actions: 'tellDeclined' },
        ],
      },
      states: {
        charging: {
          entry: 'countAttempt',
          invoke: {
            id: 'charge',
            src: 'charge',
            input: ({ context }) => ({
              key: paymentKey(context),
              card: context.card,
              amountMinor: context.totalMinor,
              currency: context.currency,
            }),
            onDone: [
              {
                guard: ({ event }) => event.output === 'approved',
                target: '#order.confirmed',
                actions: 'tellConfirmed',
              },
              { target: '#order.pending', actions: 'tellDeclined' },
            ],
            onError: 'waiting',
          },
          after: { attemptTimeout: 'waiting' },
        },
        waiting: { after: { backOff: 'charging' } },
      },
    },
    confirmed: {
      on: {
        'order.ship': {
          target: 'shipped',
          actions: ['noteTracking', 'commitStock', 'tellShipped'],
        },
        'order.cancel': {
          target: 'cancelled',
          actions: ['noteReason', 'releaseStock', 'tellCancelled'],
        },
      },
    },
    shipped: { on: { 'order.deliver': { target: 'delivered', actions: 'tellDelivered' } } },
    delivered: { type: 'final' },
    cancelled: { type: 'final' },
  },
});
