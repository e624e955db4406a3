import type { Message } from '../../notifications/channel.ts';
import { cutText } from '../http/cutText.ts';
import { MAX_PAYLOAD_BYTES, MAX_TITLE_LENGTH } from './limits.ts';

/** What a service worker gets as JSON: `event.data.json()`. */
export interface PushPayload {
  /** The same each time that the message is sent: as the `tag` of a notification, it makes one of two. */
  readonly id: string;
  /** The type of the fact, such as `order.shipped`. */
  readonly type: string;
  /** The subject of the message. */
  readonly title: string;
  /** The short text of the message, cut so that the payload fits. */
  readonly body: string;
  /** The order that the fact is about; left out if it is about none. */
  readonly orderId?: string;
  /** The time of the fact, epoch milliseconds. */
  readonly at: number;
}

/** The payload of a message as JSON; undefined if it does not fit even without a body. */
export function pushPayload({ id, type, at, subject, short, fact }: Message): string | undefined {
  const { orderId } = fact as { readonly orderId?: unknown };
  const title = cutText(subject, MAX_TITLE_LENGTH);
  const about = typeof orderId === 'string' ? { orderId } : {};
  const withBody = (body: string) =>
    JSON.stringify({ id, type, title, body, ...about, at } satisfies PushPayload);
  const fits = (json: string) => Buffer.byteLength(json) <= MAX_PAYLOAD_BYTES;
  const whole = withBody(cutText(short, MAX_PAYLOAD_BYTES));
  if (fits(whole)) return whole;
  // The longest beginning that fits: the size grows with the length, but for an ellipsis.
  let best: string | undefined;
  let low = 1;
  let high = Math.min(short.length, MAX_PAYLOAD_BYTES);
  while (low <= high) {
    const middle = (low + high) >> 1;
    const json = withBody(cutText(short, middle));
    if (fits(json)) {
      best = json;
      low = middle + 1;
    } else high = middle - 1;
  }
  if (best !== undefined) return best;
  const empty = withBody('');
  return fits(empty) ? empty : undefined;
}
