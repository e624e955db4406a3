import type { EventObject } from 'xstate';
import * as check from '../base/check.ts';
import { MAX_ID_LENGTH } from '../base/limits.ts';
import { plainData } from '../base/plainData.ts';
import type { ShopLimits } from '../base/shopLimits.ts';
import type { AnyEvent } from '../charts/chartTypes.ts';
import { isInternal } from '../commands/acceptedTransitions.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { type CommandContext, command, nobody } from '../commands/command.ts';
import { dispatch } from '../commands/dispatch.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import type { Addressee } from '../runtime/timekeeper.ts';
import type { OrderPart } from './orderPart.ts';
import { type Order, orderView } from './orderView.ts';

/** The parts of the shop that order commands work on. */
export interface OrderCommandContext extends CommandContext {
  readonly orders: OrderPart;
  readonly terms: { readonly limits: ShopLimits };
}

/** An event for an order's chart. */
export interface EventForOrder {
  readonly orderId: string;
  readonly event: EventObject;
}

/** Each command sends an event to the chart of the order. */
const REFUSALS = ['unknown-order', 'invalid-transition', 'quarantined'] as const;

/** The commands of `shop.orders`. */
export const orderCommands = {
  confirm: command({
    type: 'orders.confirm',
    commandClass: 'release',
    refusals: REFUSALS,
    check: (orderId: string): EventForOrder => ({
      orderId: check.id('orderId', orderId),
      event: { type: 'order.confirm' },
    }),
    userOf: nobody,
    addressee: orderOf,
    run: send,
  }),

  ship: command({
    type: 'orders.ship',
    commandClass: 'release',
    refusals: REFUSALS,
    check(orderId: string, options: { trackingNumber: string }): EventForOrder {
      check.fields('options', options, ['trackingNumber']);
      check.id('orderId', orderId);
      const trackingNumber = check.text('trackingNumber', options.trackingNumber, {
        max: MAX_ID_LENGTH,
      });
      return { orderId, event: { type: 'order.ship', trackingNumber } as EventObject };
    },
    userOf: nobody,
    addressee: orderOf,
    run: send,
  }),

  deliver: command({
    type: 'orders.deliver',
    commandClass: 'release',
    refusals: REFUSALS,
    check: (orderId: string): EventForOrder => ({
      orderId: check.id('orderId', orderId),
      event: { type: 'order.deliver' },
    }),
    userOf: nobody,
    addressee: orderOf,
    run: send,
  }),

  cancel: command({
    type: 'orders.cancel',
    commandClass: 'release',
    refusals: REFUSALS,
    check(orderId: string, options: { reason?: string } = {}): EventForOrder {
      check.fields('options', options, ['reason']);
      check.id('orderId', orderId);
      const reason = check.optional(options.reason, (value) => check.text('reason', value));
      const type = 'order.cancel';
      return { orderId, event: reason === undefined ? { type } : withReason(type, reason) };
    },
    userOf: nobody,
    addressee: orderOf,
    run: sendWithReason,
  }),

  send: command({
    type: 'orders.send',
    commandClass: 'release',
    refusals: REFUSALS,
    check: (orderId: string, event: AnyEvent): EventForOrder => ({
      orderId: check.id('orderId', orderId),
      event: checkEvent(event),
    }),
    userOf: nobody,
    addressee: orderOf,
    run: sendWithReason,
  }),
};

function orderOf({ orders }: OrderCommandContext, { orderId }: EventForOrder): Addressee {
  return { kind: orders.kind.name, name: orderId };
}

function withReason(type: string, reason: string): EventObject {
  return { type, reason } as EventObject;
}

/** Sends an event that may have a reason, as a visitor has written it. @throws RangeError if that is too long. */
function sendWithReason(
  context: OrderCommandContext,
  given: EventForOrder,
): ReturnType<typeof send> {
  const { type, reason } = given.event as EventObject & { readonly reason?: unknown };
  if (type === 'order.cancel' && reason !== undefined) {
    check.text('reason', reason, { max: context.terms.limits.maxTextLength });
  }
  return send(context, given);
}

function send(
  { engine, orders }: OrderCommandContext,
  { orderId, event }: EventForOrder,
): Answer<{ order: Order }, (typeof REFUSALS)[number]> {
  const { kind } = orders;
  const order = engine.directory.locate(kind, orderId);
  if (order === undefined) return refused({ code: 'unknown-order', orderId });
  const sent = dispatch(engine, kind, orderId, order, event);
  return sent instanceof LiveActor ? { ok: true, order: orderView(sent) } : refused(sent);
}

/**
 * Checks that an event is plain data, and complete if it is a standard one; a chart cannot check this.
 *
 * @returns a copy, so that later changes by the caller do not affect the order.
 * @throws TypeError or RangeError that names the member, what was expected and what was given.
 */
function checkEvent(given: AnyEvent): EventObject {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw check.wrongType('event', 'an object with a type', given);
  }
  const event: Record<string, unknown> = { ...given };
  const type = check.id('event.type', event.type);
  if (isInternal(type)) {
    throw check.outOfRange('event.type', 'a type that is not reserved for the engine', type);
  }
  if (type === 'order.ship')
    check.text('trackingNumber', event.trackingNumber, { max: MAX_ID_LENGTH });
  if (type === 'order.cancel') {
    check.optional(event.reason, (value) => check.text('reason', value));
  }
  return plainData('event', event) as EventObject;
}
