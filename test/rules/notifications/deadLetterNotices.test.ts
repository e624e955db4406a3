import { describe, expect, it } from 'vitest';
import type { DeliveryResult, Message, ShopFact } from '../../../src/index.ts';
import { HOUR, MINUTE } from '../shop/openShop.ts';
import {
  type NotifyingOptions,
  openNotifyingShop,
  pass,
  placeOrders,
  settle,
} from './notifyingShop.ts';
import { RecordingChannel } from './recordingChannel.ts';

/** All messages to customers fail; those to the owner arrive. */
const failing = (batch: readonly Message[]) =>
  batch.map(({ to }): DeliveryResult => {
    return to.userId === undefined ? 'sent' : { status: 'failed', reason: 'no such mailbox' };
  });

async function shopWithFailingMail(options: NotifyingOptions = {}) {
  const mail = new RecordingChannel('mail', failing);
  const opened = await openNotifyingShop({
    channels: [mail],
    owner: { email: 'olga@example.com' },
    shop: { paymentTimeoutMs: 7 * 24 * HOUR },
    ...options,
  });
  const fail = async (count = 1) => {
    await placeOrders(opened.shop, count);
    await pass(opened.clock);
    await settle(opened.clock);
  };
  return { ...opened, mail, fail };
}

/** Without number and time. */
const noticesIn = (facts: readonly ShopFact[]) =>
  facts.flatMap(({ seq, at, ...fact }) => (fact.type === 'messages.deadLettered' ? [fact] : []));

const toOwner = (mail: RecordingChannel) => mail.messages.filter(({ to }) => !to.userId);

describe('the owner of the shop', () => {
  it('is told of dead letters, with the last of them', async () => {
    const { shop, facts, mail, fail } = await shopWithFailingMail();
    await fail(3);
    const [last] = shop.notifications.dead();
    expect(noticesIn(facts)).toEqual([
      {
        type: 'messages.deadLettered',
        channel: 'mail',
        count: 3,
        messageId: last?.id,
        messageType: 'order.placed',
        reason: 'no such mailbox',
      },
    ]);
    expect(toOwner(mail)).toMatchObject([{ type: 'messages.deadLettered' }]);
  });

  it('is told once in an hour, and then of all that there were meanwhile', async () => {
    const { clock, facts, fail } = await shopWithFailingMail();
    await fail();
    await fail(2);
    await pass(clock, HOUR - 10 * MINUTE);
    await fail();
    expect(noticesIn(facts).map(({ count }) => count)).toEqual([1]);
    await pass(clock, 10 * MINUTE);
    await fail();
    expect(noticesIn(facts).map(({ count }) => count)).toEqual([1, 4]);
  });

  it('is told once in an hour also if the shop is opened again meanwhile', async () => {
    const { clock, facts, fail, mail, reopen } = await shopWithFailingMail();
    await fail();
    await fail();
    const again = await reopen();
    await placeOrders(again, 1);
    await settle(clock);
    expect(noticesIn(facts).map(({ count }) => count)).toEqual([1]);
    await pass(clock, HOUR);
    await placeOrders(again, 1);
    await settle(clock);
    expect(noticesIn(facts).map(({ count }) => count)).toEqual([1, 3]);
    expect(toOwner(mail).length).toBe(2);
  });

  it('is told in an hour, however far the clock jumps', async () => {
    const { clock, facts, fail } = await shopWithFailingMail();
    await fail();
    clock.jump(100 * HOUR);
    await fail();
    expect(noticesIn(facts).length).toBe(1);
    clock.jump(-200 * HOUR);
    await fail();
    expect(noticesIn(facts).length).toBe(1);
    await pass(clock, HOUR);
    await fail();
    expect(noticesIn(facts).map(({ count }) => count)).toEqual([1, 3]);
  });

  it('is told of each channel on its own', async () => {
    const channels = ['mail', 'sms'].map((name) => new RecordingChannel(name, failing));
    const { facts, fail } = await shopWithFailingMail({ channels });
    await fail();
    expect(
      noticesIn(facts)
        .map(({ channel, count }) => [channel, count])
        .sort(),
    ).toEqual([
      ['mail', 1],
      ['sms', 1],
    ]);
  });

  it('whom nothing reaches is not told of that: the notices are dead letters, and no more come of them', async () => {
    const mail = new RecordingChannel('mail', (batch) =>
      batch.map(() => ({ status: 'failed', reason: 'no such mailbox' })),
    );
    const { shop, clock, facts, fail } = await shopWithFailingMail({ channels: [mail] });
    await fail();
    expect(shop.notifications.dead().map(({ type }) => type)).toEqual([
      'messages.deadLettered',
      'order.placed',
    ]);
    mail.respond = (batch) =>
      batch.map(({ to }) => (to.userId === undefined ? { status: 'failed' } : 'sent'));
    for (let hour = 0; hour < 5; hour++) {
      await pass(clock, HOUR);
      await placeOrders(shop, 1);
      await settle(clock);
    }
    expect(noticesIn(facts).length).toBe(1);
    expect(shop.notifications.dead().length).toBe(2);
  });
});
