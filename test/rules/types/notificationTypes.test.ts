import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type Channel,
  createShop,
  type Message,
  type NotificationOptions,
  type Order,
  type PersonalChannel,
  type SystemChannel,
  type TemplateInput,
  type User,
} from '../../../src/index.ts';
import type { OrderShipped } from '../../../src/machines.ts';

interface Wrapped {
  readonly type: 'gift.wrapped';
  readonly seq: number;
  readonly at: number;
  readonly paper: string;
}

describe('the types of notifications', () => {
  it('tell a template what it is called with', async () => {
    const shop = await createShop({
      notifications: {
        channels: [{ name: 'mail', deliver: (batch) => batch.map(() => 'sent') }],
        templates: {
          'order.shipped': ({ fact, order, user, money, date }) => {
            expectTypeOf(fact).toExtend<OrderShipped>();
            expectTypeOf(order).toEqualTypeOf<Order>();
            expectTypeOf(user).toEqualTypeOf<User>();
            return { subject: money(order.totalMinor), text: date(fact.at) };
          },
          'stock.low': ({ product }) => ({ subject: product.name, text: product.sku }),
        },
        customTemplates: {
          'gift.wrapped': ({ fact, order }: TemplateInput<Wrapped>) => {
            expectTypeOf(order).toEqualTypeOf<Order | undefined>();
            return { subject: fact.paper, text: fact.paper };
          },
          'gift.sent': ({ fact }) => {
            expectTypeOf(fact.seq).toEqualTypeOf<number>();
            return undefined;
          },
        },
      },
    });
    await shop.close();
  });

  it('refuse a template that returns what is no message', () => {
    const options: NotificationOptions = {
      channels: [],
      templates: {
        // @ts-expect-error: a message has a subject.
        'order.placed': () => ({ text: 'Thank you' }),
      },
    };
    expect(options.channels).toEqual([]);
  });

  it('tell a channel what its audience gets', () => {
    const mail: PersonalChannel = {
      name: 'mail',
      deliver(batch) {
        expectTypeOf(batch).toEqualTypeOf<readonly Message[]>();
        return batch.map(({ to }) => (to.email === undefined ? { status: 'failed' } : 'sent'));
      },
    };
    const erp: SystemChannel = {
      name: 'erp',
      audience: 'systems',
      deliver: async (batch) => batch.map(() => ({ status: 'retry', retryAfterMs: 1000 })),
    };
    expectTypeOf(mail).toExtend<Channel>();
    expectTypeOf(erp).toExtend<Channel>();
  });
});
