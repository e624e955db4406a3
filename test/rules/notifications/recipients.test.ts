import { describe, expect, it } from 'vitest';
import type { DeliveryResult, Preferences, Recipient } from '../../../src/index.ts';
import { accepted, buy, HOUR } from '../shop/openShop.ts';
import {
  type NotifyingOptions,
  openNotifyingShop,
  pass,
  placeOrders,
  statusOf,
} from './notifyingShop.ts';
import { pushSubscriptionOf } from './pushSubscriptionOf.ts';
import { RecordingChannel, RecordingSystem } from './recordingChannel.ts';

const LAPTOP = pushSubscriptionOf('https://push.example/laptop', 1);
const PHONE = pushSubscriptionOf('https://push.example/phone', 2);

/** Sells out a product: `stock.low` would be told before, and `stock.depleted` is. */
async function sellLamps({ shop, clock }: Awaited<ReturnType<typeof openNotifyingShop>>) {
  await buy(shop, 'bob', { lamp: 3 });
  await pass(clock);
}

describe('a message to a user', () => {
  it('says where the user can be reached, as it is when it is sent', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    accepted(await shop.users.register({ userId: 'ada', name: 'Ada', email: 'old@example.com' }));
    await placeOrders(shop, 1);
    const changed = {
      userId: 'ada',
      name: 'Ada L.',
      email: 'ada@example.com',
      phone: '+1 555 0100',
    };
    accepted(await shop.users.register(changed));
    accepted(await shop.users.addPushSubscription('ada', LAPTOP));
    await pass(clock);
    expect(mail.messages[0]?.to).toEqual({ ...changed, pushSubscriptions: [LAPTOP] });
  });

  it('has no more of a user than is known', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    await placeOrders(shop, 1);
    await pass(clock);
    expect(mail.messages[0]?.to).toEqual({ userId: 'ada', name: 'Ada', pushSubscriptions: [] });
  });

  it('has the order as it is now, and a subject, a text and a short one', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    const [orderId = ''] = await placeOrders(shop, 1);
    accepted(await shop.orders.confirm(orderId));
    await pass(clock);
    const [message] = mail.messages;
    expect(message).toMatchObject({ type: 'order.placed', order: { state: 'confirmed', orderId } });
    for (const text of [message?.subject, message?.text, message?.short, message?.html]) {
      expect(text).toContain(orderId);
    }
  });

  it('goes to those only whom the channel can reach', async () => {
    const asked: Recipient[] = [];
    const mail = Object.assign(new RecordingChannel(), {
      canReach(recipient: Recipient) {
        asked.push(recipient);
        return recipient.email !== undefined;
      },
    });
    const opened = await openNotifyingShop({ channels: [mail] });
    const { shop, clock } = opened;
    accepted(await shop.users.register({ userId: 'bob', name: 'Bob', email: 'bob@example.com' }));
    await placeOrders(shop, 1, 'ada');
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['bob']);
    expect(asked.map(({ userId }) => userId)).toEqual(['ada', 'bob']);
    expect(statusOf(shop)).toMatchObject({ sent: 1, dead: 0, waiting: 0, retrying: 0 });
  });

  it('is a dead letter, that one only, where the channel fails to say whom it can reach', async () => {
    const mail = Object.assign(new RecordingChannel(), {
      canReach({ userId }: Recipient) {
        if (userId === 'ada') throw new Error('no directory');
        return true;
      },
    });
    const { shop, clock } = await openNotifyingShop({ channels: [mail] });
    await placeOrders(shop, 1, 'ada');
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['bob']);
    expect(shop.notifications.dead()).toMatchObject([{ reason: 'no directory', attempts: 0 }]);
  });
});

describe('a user who has opted out', () => {
  async function toldTo(preferences: Preferences, options: NotifyingOptions = {}) {
    const sms = new RecordingChannel('sms');
    const mail = new RecordingChannel();
    const opened = await openNotifyingShop({ channels: [mail, sms], ...options });
    const { shop, clock } = opened;
    accepted(await shop.users.preferences('ada', preferences));
    const [orderId = ''] = await placeOrders(shop, 1);
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    accepted(await shop.orders.confirm(orderId));
    await pass(clock);
    const to = (channel: RecordingChannel) =>
      channel.messages.filter((message) => message.to.userId === 'ada').map(({ type }) => type);
    expect(mail.messages.filter((message) => message.to.userId === 'bob').length).toBe(1);
    return { ...opened, told: [to(mail), to(sms)] };
  }

  const both = ['order.placed', 'order.confirmed'];

  it.each<readonly [string, Preferences, readonly (readonly string[])[]]>([
    ['of nothing gets all messages', {}, [both, both]],
    ['of a channel gets none of it', { mail: false }, [[], both]],
    ['of all channels gets none', { mail: false, sms: false }, [[], []]],
    ['of most types gets the others', { mail: ['order.confirmed'] }, [['order.confirmed'], both]],
    ['of all types gets none', { mail: [] }, [[], both]],
    ['of nothing by name gets all', { mail: true, sms: true }, [both, both]],
  ])('%s', async (_, preferences, expected) => {
    const { shop, told } = await toldTo(preferences);
    expect(told).toEqual(expected);
    expect(statusOf(shop)).toMatchObject({ dead: 0, retrying: 0, waiting: 0, state: 'idle' });
  });

  it('while the message waited gets none, and it is no dead letter, however late', async () => {
    const { shop, clock, mail } = await openNotifyingShop({
      deadlineMs: HOUR,
      shop: { paymentTimeoutMs: 100 * HOUR },
    });
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 1);
    accepted(await shop.users.preferences('ada', { mail: false }));
    await pass(clock, 2 * HOUR);
    accepted(await shop.notifications.resume('mail'));
    await pass(clock);
    expect([mail.told, shop.notifications.dead()]).toEqual([[], []]);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', waiting: 0, backlog: 0 });
  });

  it('while the message is tried again gets no further attempt', async () => {
    const mail = new RecordingChannel('mail', (batch) =>
      batch.map(() => ({ status: 'retry', retryAfterMs: HOUR })),
    );
    const { shop, clock, reopen } = await openNotifyingShop({
      channels: [mail],
      limits: { mail: { maxBackoffMs: 24 * HOUR } },
      shop: { paymentTimeoutMs: 100 * HOUR },
    });
    await placeOrders(shop, 1);
    await pass(clock);
    accepted(await shop.users.preferences('ada', { mail: false }));
    await pass(clock, HOUR);
    await pass(clock);
    expect([mail.batches.length, statusOf(shop).retrying]).toEqual([1, 0]);
    const again = await reopen();
    await pass(clock, HOUR);
    expect([mail.batches.length, statusOf(again).retrying]).toEqual([1, 0]);
  });

  it('of a channel with the name of something that every object has gets none, others all', async () => {
    const mail = new RecordingChannel();
    const odd = new RecordingChannel('constructor');
    const { shop, clock } = await openNotifyingShop({ channels: [mail, odd] });
    accepted(await shop.users.preferences('ada', { mail: false }));
    accepted(await shop.users.preferences('bob', { constructor: false } as never));
    await placeOrders(shop, 1, 'ada');
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['bob']);
    expect(odd.messages.map(({ to }) => to.userId)).toEqual(['ada']);
    expect(shop.notifications.dead()).toEqual([]);
  });
});

describe('the owner of the shop', () => {
  it('is told of low and depleted stock, over all channels to people', async () => {
    const sms = new RecordingChannel('sms');
    const mail = new RecordingChannel();
    const owner = { name: 'Olga', email: 'olga@example.com', phone: '+49 30 1234' };
    const opened = await openNotifyingShop({ channels: [mail, sms], owner });
    await buy(opened.shop, 'ada', { mug: 6 });
    await sellLamps(opened);
    for (const channel of [mail, sms]) {
      const told = channel.messages.filter(({ to }) => to.userId === undefined);
      expect(told.map(({ type }) => type)).toEqual(['stock.low', 'stock.depleted']);
      for (const { to } of told) expect(to).toEqual({ ...owner, pushSubscriptions: [] });
    }
  });

  it('who is not named is told nothing', async () => {
    const opened = await openNotifyingShop();
    await sellLamps(opened);
    expect(opened.mail.told).toEqual(['order.placed']);
    expect(statusOf(opened.shop)).toMatchObject({ dead: 0, waiting: 0 });
  });

  it('whom a channel cannot reach is told nothing by it', async () => {
    const mail = Object.assign(new RecordingChannel(), {
      canReach: ({ email }: Recipient) => email !== undefined,
    });
    const opened = await openNotifyingShop({ channels: [mail], owner: { phone: '+49 30 1234' } });
    await sellLamps(opened);
    expect([mail.told, opened.shop.notifications.dead()]).toEqual([[], []]);
  });

  it('stays who it is, whatever a channel does with it', async () => {
    const mail = new RecordingChannel('mail', (batch) =>
      batch.map(({ to }): DeliveryResult => {
        expect(() => Object.assign(to, { email: 'eve@example.com' })).toThrow(TypeError);
        return 'sent';
      }),
    );
    const opened = await openNotifyingShop({
      channels: [mail],
      owner: { email: 'olga@example.com' },
    });
    await buy(opened.shop, 'ada', { mug: 6 });
    await sellLamps(opened);
    const told = mail.messages.filter(({ to }) => to.userId === undefined);
    expect(told.map(({ to }) => to.email)).toEqual(['olga@example.com', 'olga@example.com']);
  });
});

describe('a push subscription', () => {
  it.each<DeliveryResult>([
    { status: 'sent', goneEndpoints: [LAPTOP.endpoint, 'https://push.example/other'] },
    { status: 'failed', goneEndpoints: [LAPTOP.endpoint] },
    { status: 'retry', affects: 'channel', goneEndpoints: [LAPTOP.endpoint] },
  ])('is removed when the channel says that it is gone: %o', async (result) => {
    const push = new RecordingChannel('push', (batch) => batch.map(() => result));
    const { shop, clock } = await openNotifyingShop({ channels: [push] });
    accepted(await shop.users.addPushSubscription('ada', LAPTOP));
    accepted(await shop.users.addPushSubscription('ada', PHONE));
    accepted(await shop.users.addPushSubscription('bob', LAPTOP));
    await placeOrders(shop, 1);
    await pass(clock);
    const left = async (userId: string) =>
      accepted(await shop.users.removePushSubscription(userId, 'https://none')).pushSubscriptions;
    expect(await left('ada')).toEqual([PHONE]);
    expect(await left('bob')).toEqual([LAPTOP]);
  });

  it('is removed also where it was the last one', async () => {
    const push = new RecordingChannel('push', (batch) =>
      batch.map(() => ({ status: 'sent', goneEndpoints: [LAPTOP.endpoint] })),
    );
    const { shop, clock } = await openNotifyingShop({ channels: [push] });
    accepted(await shop.users.addPushSubscription('ada', LAPTOP));
    await placeOrders(shop, 1);
    await pass(clock);
    await placeOrders(shop, 1);
    await pass(clock);
    expect(push.messages.map(({ to }) => to.pushSubscriptions)).toEqual([[LAPTOP], []]);
  });

  it('of nobody is removed by a channel to systems', async () => {
    const erp = new RecordingSystem('erp', undefined, (batch) =>
      batch.map(() => ({ status: 'sent', goneEndpoints: [LAPTOP.endpoint] })),
    );
    const { shop, clock } = await openNotifyingShop({ channels: [erp] });
    accepted(await shop.users.addPushSubscription('ada', LAPTOP));
    await placeOrders(shop, 1);
    await pass(clock);
    const { pushSubscriptions } = accepted(await shop.users.addPushSubscription('ada', PHONE));
    expect(pushSubscriptions).toEqual([LAPTOP, PHONE]);
  });
});
