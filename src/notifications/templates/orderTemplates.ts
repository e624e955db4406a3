import type { Order } from '../../orders/orderView.ts';
import type { User } from '../../schema/user.ts';
import type { MessageContent } from '../channel.ts';
import { composeMessage } from './composeMessage.ts';
import { items, unitsOf } from './items.ts';
import { MAX_DATE_MS, MAX_SHOWN_REASON_LENGTH } from './limits.ts';
import { lineTable } from './lineTable.ts';
import { shownText } from './shownText.ts';
import type { StandardTemplates, TemplateInput } from './template.ts';

interface OrderInput extends TemplateInput {
  readonly order: Order;
  readonly user: User;
}

/** What differs between the messages about an order. */
interface OrderWords {
  readonly subject: string;
  /** Before the lines of the order. */
  readonly intro: string;
  /** Right before the lines, if there is more to say. */
  readonly detail?: string | undefined;
  /** After the lines. */
  readonly closing?: string | undefined;
  /** What a short message adds to the subject. */
  readonly short?: string | undefined;
}

/** The default messages about orders. */
export const orderTemplates: Pick<
  StandardTemplates,
  'order.placed' | 'order.confirmed' | 'order.shipped' | 'order.delivered' | 'order.cancelled'
> = {
  'order.placed'(input) {
    const { order, money, number } = input;
    const payment = paymentOf(input);
    const content = `${items(unitsOf(order.lines), number)}, ${money(order.totalMinor)}.`;
    return orderMessage(input, {
      subject: `We have received your order ${numberOf(order)}`,
      intro: 'Thank you for your order! We have received it.',
      closing: payment && `${payment} After that, we have to cancel the order.`,
      short: payment ? `${content} ${payment}` : content,
    });
  },

  'order.confirmed'(input) {
    return orderMessage(input, {
      subject: `Your order ${numberOf(input.order)} is confirmed`,
      intro: 'Good news: your order is confirmed.',
      closing: 'We will let you know when it is on its way.',
    });
  },

  'order.shipped'(input) {
    const tracking = `Tracking number: ${shownText(input.fact.trackingNumber)}`;
    return orderMessage(input, {
      subject: `Your order ${numberOf(input.order)} is on its way`,
      intro: 'Good news: your order is on its way to you.',
      detail: tracking,
      short: tracking,
    });
  },

  'order.delivered'(input) {
    const closing = 'We hope that you like it. If anything is wrong, please let us know.';
    return orderMessage(input, {
      subject: `Your order ${numberOf(input.order)} has been delivered`,
      intro: 'Your order has been delivered.',
      closing,
    });
  },

  'order.cancelled'(input) {
    const { reason } = input.fact;
    const isUnpaid = reason === 'payment-timeout';
    const why = isUnpaid ? 'We did not receive your payment in time.' : reasonOf(reason);
    return orderMessage(input, {
      subject: `Your order ${numberOf(input.order)} has been cancelled`,
      intro: 'Your order has been cancelled.',
      detail: why,
      closing: isUnpaid ? 'You are welcome to order again.' : undefined,
      short: why,
    });
  },
};

function orderMessage(
  { order, user, money, number }: OrderInput,
  { subject, intro, detail, closing, short }: OrderWords,
): MessageContent {
  const table = lineTable(order.lines, {
    number,
    amountOf: ({ lineTotalMinor }) => money(lineTotalMinor),
    total: money(order.totalMinor),
  });
  return composeMessage({
    subject,
    name: user.name,
    blocks: [intro, detail, `Order number: ${numberOf(order)}`, table, closing],
    short: short === undefined ? `${subject}.` : `${subject}. ${short}`,
  });
}

function numberOf({ orderId }: Order): string {
  return shownText(orderId);
}

/** Only while a payment is awaited: the order may have been paid or cancelled since. */
function paymentOf({ order, date }: OrderInput): string | undefined {
  const { state, paymentDueAt } = order;
  if (state !== 'pending' || paymentDueAt > MAX_DATE_MS) return undefined;
  return `Please pay by ${date(paymentDueAt)}.`;
}

function reasonOf(reason: string | undefined): string | undefined {
  const shown = reason === undefined ? '' : shownText(reason, MAX_SHOWN_REASON_LENGTH);
  return shown === '' ? undefined : `Reason: ${shown}`;
}
