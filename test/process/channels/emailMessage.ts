import type { ShopFact } from '../../../src/index.ts';
import type { Message } from '../../../src/notifications/channel.ts';

type Parts = Partial<Omit<Message, 'to'>> & Partial<Pick<Message['to'], 'email' | 'name'>>;

/** A message for Ada, with some of its parts replaced. */
export function emailMessage({ email = 'ada@example.org', name = 'Ada', ...parts }: Parts = {}) {
  const message: Message = {
    id: 'm-1',
    type: 'order.shipped',
    at: 0,
    attempt: 1,
    fact: { type: 'order.shipped', seq: 1, at: 0 } as ShopFact,
    subject: 'Your order is on its way',
    text: 'It was shipped today.',
    short: 'Shipped.',
    to: { userId: 'ada', name, email, pushSubscriptions: [] },
    ...parts,
  };
  return message;
}

/** As many messages as asked for: `m-1`, `m-2`, ... to `ada1@example.org`, `ada2@example.org`, ... */
export function emailMessages(count: number, parts: Parts = {}): Message[] {
  return Array.from({ length: count }, (_, index) =>
    emailMessage({ id: `m-${index + 1}`, email: `ada${index + 1}@example.org`, ...parts }),
  );
}
