import { describe, expect, it } from 'vitest';
import { emit } from 'xstate';
import { extendOrder, type OrderContext } from '../../../machines/index.ts';
import type {
  DeliveryResult,
  MessageContent,
  NotificationOptions,
  TemplateInput,
} from '../../../src/index.ts';
import { accepted, buy } from '../shop/openShop.ts';
import {
  type NotifyingShop,
  openNotifyingShop,
  pass,
  placeOrders,
  settle,
  statusOf,
} from './notifyingShop.ts';
import { RecordingChannel, RecordingSystem } from './recordingChannel.ts';

type Templates = NonNullable<NotificationOptions['templates']>;

/** A shop with one template of its own, after an order of Ada's and one of Bob's were placed. */
async function shopWithTemplate(placed: Templates['order.placed']) {
  const templates: Templates = placed === undefined ? {} : { 'order.placed': placed };
  const opened = await openNotifyingShop({ templates });
  await placeOrders(opened.shop, 1, 'ada');
  await placeOrders(opened.shop, 1, 'bob');
  await pass(opened.clock);
  return opened;
}

const HELLO: MessageContent = { subject: 'Hello', text: 'Hello' };

describe('one’s own template', () => {
  it('makes the messages of its type', async () => {
    const { mail, shop, clock } = await shopWithTemplate(({ order, user, money }) => ({
      subject: `Thank you, ${user.name}`,
      text: `You pay ${money(order.totalMinor)}.`,
    }));
    expect(mail.messages).toMatchObject([
      { subject: 'Thank you, Ada', text: 'You pay $0.05.', short: 'You pay $0.05.' },
      { subject: 'Thank you, Bob' },
    ]);
    const { orderId = '' } = shop.orders.list({ userId: 'ada' })[0] ?? {};
    accepted(await shop.orders.confirm(orderId));
    await pass(clock);
    expect(mail.messages[2]?.subject).toContain(orderId);
  });

  it('is called with the language of the user, or else that of the shop', async () => {
    const { shop, clock, mail } = await openNotifyingShop({
      locale: 'de-DE',
      templates: {
        'order.placed': ({ locale, number }) => ({ subject: locale, text: number(1234.5) }),
      },
    });
    accepted(await shop.users.register({ userId: 'bob', name: 'Bob', locale: 'en-GB' }));
    await placeOrders(shop, 1, 'ada');
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    const texts = mail.messages.map(({ subject, text }) => [subject, text]);
    expect(texts).toEqual([
      ['de-DE', '1.234,5'],
      ['en-GB', '1,234.5'],
    ]);
  });

  it('sends nothing where it returns undefined', async () => {
    const { shop, mail } = await shopWithTemplate(({ user }) =>
      user.userId === 'ada' ? undefined : HELLO,
    );
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['bob']);
    expect(statusOf(shop)).toMatchObject({ sent: 1, dead: 0, waiting: 0, retrying: 0, failed: 0 });
  });

  it.each<readonly [string, () => unknown, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('no words');
      },
      /^template 'order.placed' threw: no words$/,
    ],
    ['returns no object', () => 'Hello', /^template 'order.placed': /],
    ['returns a promise', async () => HELLO, /^template 'order.placed': /],
    ['returns no text', () => ({ subject: 'Hello' }), /^template 'order.placed': /],
    ['returns null', () => null, /^template 'order.placed': /],
  ])('that %s has a dead letter of its own message only', async (_, rubbish, reason) => {
    const { shop, mail, clock } = await shopWithTemplate((({
      user,
    }: {
      user: { userId: string };
    }) => (user.userId === 'ada' ? rubbish() : HELLO)) as never);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['bob']);
    expect(shop.notifications.dead()).toMatchObject([
      { type: 'order.placed', attempts: 0, reason: expect.stringMatching(reason) },
    ]);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 1, failed: 1, retrying: 0 });
    const { orderId = '' } = shop.orders.list({ userId: 'ada' })[0] ?? {};
    accepted(await shop.orders.confirm(orderId));
    await pass(clock);
    expect(mail.told).toEqual(['order.placed', 'order.confirmed']);
  });

  it('that works again sends its dead letters, when they are tried again', async () => {
    let isBroken = true;
    const { shop, clock, mail } = await shopWithTemplate(() => {
      if (isBroken) throw new Error('no words');
      return HELLO;
    });
    isBroken = false;
    for (const { id } of shop.notifications.dead()) accepted(await shop.notifications.retry(id));
    await settle(clock);
    expect(mail.messages.length).toBe(2);
    expect(statusOf(shop)).toMatchObject({ dead: 0, retrying: 0 });
  });
});

/** Changes everything that can be changed. */
function harm(given: object): void {
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'object' && value !== null) harm(value);
    try {
      (given as Record<string, unknown>)[key] = 'harmed';
    } catch {} // It is frozen.
  }
}

/** What a shop shows of what messages are made of. */
function picture({ shop, facts }: Pick<NotifyingShop, 'shop' | 'facts'>) {
  const orders = shop.orders.list({ userId: 'ada' });
  return structuredClone({
    orders,
    histories: orders.map(({ orderId }) => shop.orders.history(orderId)),
    user: shop.users.get('ada'),
    product: shop.products.get('mug'),
    facts,
    audit: shop.audit(),
  });
}

describe('who changes what a message is made of', () => {
  it('does no harm to the shop and to others, if it is a channel', async () => {
    const bad = new RecordingChannel('bad', (batch) => {
      const results = batch.map((): DeliveryResult => 'sent');
      harm(batch);
      return results;
    });
    const good = new RecordingChannel('good');
    const erp = new RecordingSystem('erp');
    const opened = await openNotifyingShop({
      channels: [bad, good, erp],
      owner: { email: 'olga@example.com' },
    });
    await buy(opened.shop, 'ada', { mug: 6 });
    const before = picture(opened);
    await pass(opened.clock);
    expect(picture(opened)).toEqual(before);
    expect(bad.batches).toMatchObject([['harmed', 'harmed']]);
    for (const channel of [good, erp]) {
      expect(JSON.stringify(channel.messages)).not.toContain('harmed');
      expect(channel.told).toEqual(['stock.low', 'order.placed']);
    }
  });

  it('does no harm to the shop, the fact and the recipient, if it is a template', async () => {
    const mail = new RecordingChannel();
    const erp = new RecordingSystem('erp');
    const opened = await openNotifyingShop({
      channels: [mail, erp],
      templates: {
        'order.placed': (input) => {
          harm(input);
          return HELLO;
        },
      },
    });
    await buy(opened.shop, 'ada', { mug: 1 });
    const before = picture(opened);
    await pass(opened.clock);
    expect(picture(opened)).toEqual(before);
    expect(JSON.stringify(erp.messages)).not.toContain('harmed');
    const [{ fact, to } = {}] = mail.messages;
    expect(JSON.stringify({ fact, to })).not.toContain('harmed');
    expect(to?.userId).toBe('ada');
  });
});

interface GiftWrapped {
  readonly type: 'gift.wrapped';
  readonly seq: number;
  readonly at: number;
  readonly orderId: string;
  readonly paper: string;
}

const wrapping = extendOrder({
  confirmed: {
    on: {
      'order.wrap': {
        target: 'wrapped',
        actions: emit(({ context }: { context: OrderContext }) => {
          return { type: 'gift.wrapped', orderId: context.orderId, paper: 'stars' };
        }),
      },
    },
  },
  wrapped: {
    on: { 'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock'] } },
  },
} as never);

describe('a fact of one’s own chart', () => {
  async function shopWithWrapping(options: Partial<NotificationOptions> = {}) {
    const mail = new RecordingChannel();
    const erp = new RecordingSystem('erp', ['gift.wrapped', 'order.confirmed']);
    const opened = await openNotifyingShop({
      channels: [mail, erp],
      shop: { machines: { order: wrapping as never } },
      ...options,
    });
    const { shop, clock } = opened;
    const [orderId = ''] = await placeOrders(shop, 1);
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.send(orderId, { type: 'order.wrap' } as never));
    await settle(clock);
    return { ...opened, mail, erp, orderId };
  }

  it('becomes a message where it has a template', async () => {
    const { mail, orderId } = await shopWithWrapping({
      customTemplates: {
        'gift.wrapped': ({ fact, order, user }: TemplateInput<GiftWrapped>) => ({
          subject: `Wrapped: ${fact.paper}`,
          text: `Dear ${user?.name}, ${order?.orderId}`,
        }),
      },
    });
    expect(mail.messages[2]).toMatchObject({
      type: 'gift.wrapped',
      to: { userId: 'ada' },
      subject: 'Wrapped: stars',
      text: `Dear Ada, ${orderId}`,
    });
  });

  it('becomes none otherwise, and goes to the systems that want it', async () => {
    const { mail, erp, orderId } = await shopWithWrapping();
    expect(mail.told).toEqual(['order.placed', 'order.confirmed']);
    expect(erp.messages).toMatchObject([
      { type: 'order.confirmed', fact: { orderId }, order: { orderId } },
      { type: 'gift.wrapped', fact: { orderId, paper: 'stars' }, order: { state: 'wrapped' } },
    ]);
  });
});

describe('a channel to systems', () => {
  it('gets the facts of its types, of all users and without texts', async () => {
    const erp = new RecordingSystem('erp', ['cart.lineAdded', 'stock.restocked']);
    const { shop, clock } = await openNotifyingShop({ channels: [erp] });
    accepted(await shop.carts.add('ada', 'mug', 2));
    accepted(await shop.products.restock('lamp', 1));
    await pass(clock);
    expect(erp.messages.map(({ id, ...message }) => message)).toEqual([
      {
        type: 'cart.lineAdded',
        at: clock.now() - 50,
        attempt: 1,
        fact: expect.objectContaining({ type: 'cart.lineAdded', userId: 'ada', sku: 'mug' }),
      },
      {
        type: 'stock.restocked',
        at: clock.now() - 50,
        attempt: 1,
        fact: expect.objectContaining({ type: 'stock.restocked', sku: 'lamp' }),
      },
    ]);
  });

  it('gets those that become messages to people, where it names none', async () => {
    const erp = new RecordingSystem('erp');
    const opened = await openNotifyingShop({ channels: [erp] });
    await buy(opened.shop, 'ada', { lamp: 3 });
    await settle(opened.clock);
    expect(erp.told).toEqual(['stock.depleted', 'order.placed']);
  });

  it('gets nothing where it wants nothing', async () => {
    const erp = new RecordingSystem('erp', []);
    const { shop, clock } = await openNotifyingShop({ channels: [erp] });
    await placeOrders(shop, 2);
    await pass(clock);
    expect(erp.messages).toEqual([]);
    expect(statusOf(shop, 'erp')).toMatchObject({ backlog: 0, waiting: 0 });
  });
});
