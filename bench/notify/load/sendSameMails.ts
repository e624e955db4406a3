import type { Message, PersonalChannel } from '../../../src/index.ts';
import { MAIL_BATCH_MS } from '../limits.ts';

const HTML = `<p>${'Thank you for your order. '.repeat(60)}</p>`;

const FACT = {
  ...({ type: 'order.placed', seq: 1, at: 0 } as const),
  ...{ orderId: 'order', userId: 'user', totalMinor: 0, paymentDueAt: 0 },
};

/** A mail as long as that about an order. */
function mailOf(number: number): Message {
  const email = `user-${number}@example.com`;
  return {
    id: `email-${number}-0000000000000000`,
    ...{ type: 'order.placed', at: 0, attempt: 1, fact: FACT },
    to: { name: `User ${number}`, email, pushSubscriptions: [] },
    subject: 'We have received your order',
    text: 'Thank you for your order. '.repeat(20),
    html: HTML,
    short: '',
  };
}

/**
 * Sends mails over a channel at a rate, beside the shop and without its doing: what these cost a checkout is the share of
 * the machine that they take.
 *
 * @returns a function that ends this.
 */
export function sendSameMails(channel: PersonalChannel, perSecond: number): () => void {
  const { signal } = new AbortController();
  const size = Math.max(1, Math.round((perSecond * MAIL_BATCH_MS) / 1000));
  let number = 0;
  const send = async () => {
    await channel.deliver(
      Array.from({ length: size }, () => mailOf(number++)),
      { signal },
    );
  };
  const timer = setInterval(() => {
    send().catch(() => {}); // The mail server has been stopped.
  }, MAIL_BATCH_MS);
  return () => {
    clearInterval(timer);
    channel.close?.();
  };
}
