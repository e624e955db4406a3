import { describe, expect, it } from 'vitest';
import type { DeliveryResult, Message } from '../../../src/index.ts';
import { accepted, HOUR, MINUTE } from '../shop/openShop.ts';
import {
  type NotifyingOptions,
  openNotifyingShop,
  pass,
  passSlowly,
  placeOrders,
  statusOf,
} from './notifyingShop.ts';
import { allSent, RecordingChannel } from './recordingChannel.ts';

const answer = (result: DeliveryResult) => (batch: readonly Message[]) => batch.map(() => result);

/** A shop whose channel answers so, after orders were placed and a message about each was tried. */
async function shopWithOrders(result: DeliveryResult, count = 1, options: NotifyingOptions = {}) {
  const mail = new RecordingChannel('mail', answer(result));
  const opened = await openNotifyingShop({
    channels: [mail],
    shop: { paymentTimeoutMs: 7 * 24 * HOUR },
    ...options,
  });
  const orders = await placeOrders(opened.shop, count);
  await pass(opened.clock);
  return { ...opened, mail, orders };
}

describe('a message becomes a dead letter', () => {
  it('when it was tried as often as may be', async () => {
    const { shop, clock, mail } = await shopWithOrders({ status: 'retry', reason: 'full' }, 1, {
      limits: { '*': { maxAttempts: 3, baseBackoffMs: 100 } },
    });
    await passSlowly(clock, MINUTE);
    expect(mail.messages.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(shop.notifications.dead()).toMatchObject([
      { attempts: 3, reason: 'full (given up after 3 attempts)' },
    ]);
    expect(statusOf(shop)).toMatchObject({ dead: 1, retrying: 0, retried: 2, failed: 1, sent: 0 });
  });

  it('when its time is over before another attempt', async () => {
    const { shop, clock, mail } = await shopWithOrders(
      { status: 'retry', retryAfterMs: 10 * MINUTE },
      1,
      { deadlineMs: 25 * MINUTE },
    );
    await passSlowly(clock, 30 * MINUTE, 60);
    expect(mail.batches.length).toBe(3);
    const [letter] = shop.notifications.dead();
    expect(letter?.reason).toBe('no reason given (no time is left for another attempt)');
    expect(letter?.diedAt).toBeLessThan(clock.now());
  });

  it.each([
    ['a day after its fact', {}, 24 * HOUR],
    ['as long after it as the shop wants', { deadlineMs: HOUR }, HOUR],
    ['as long after it as its type may wait', { deadlineMs: { 'order.placed': MINUTE } }, MINUTE],
    [
      'as long after it as all others may wait',
      { deadlineMs: { '*': HOUR, 'order.shipped': 1 } },
      HOUR,
    ],
    [
      'a day after its fact, where only another type has a time',
      { deadlineMs: { 'order.shipped': 1 } },
      24 * HOUR,
    ],
  ])('%s, when it was not tried until then', async (_, options, deadlineMs) => {
    const { shop, clock, mail } = await openNotifyingShop({
      ...options,
      shop: { paymentTimeoutMs: 7 * 24 * HOUR },
    });
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 1);
    await pass(clock, 1);
    await placeOrders(shop, 1, 'bob');
    await pass(clock, deadlineMs - 1);
    accepted(await shop.notifications.resume('mail'));
    await pass(clock, 0);
    expect(mail.messages).toMatchObject([{ to: { userId: 'bob' } }]);
    expect(shop.notifications.dead()).toMatchObject([
      { fact: { userId: 'ada' }, attempts: 0, reason: 'its time is over', diedAt: clock.now() },
    ]);
  });

  it('never for its time, where that has no end', async () => {
    const { shop, clock, mail } = await openNotifyingShop({
      deadlineMs: Number.POSITIVE_INFINITY,
    });
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 1);
    await pass(clock, 1000 * 24 * HOUR);
    accepted(await shop.notifications.resume('mail'));
    await pass(clock);
    expect(mail.told).toEqual(['order.placed', 'order.cancelled']);
  });

  it('later by as much as the clock has jumped', async () => {
    const { shop, clock, mail } = await openNotifyingShop({ deadlineMs: HOUR });
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 1);
    clock.jump(100 * HOUR);
    accepted(await shop.notifications.resume('mail'));
    await pass(clock);
    expect(mail.told).toEqual(['order.placed']);
  });
});

describe('dead letters', () => {
  it('are listed by channel, those of the newest facts first', async () => {
    const channels = ['mail', 'sms'].map(
      (name) => new RecordingChannel(name, answer({ status: 'failed' })),
    );
    const { shop, clock } = await openNotifyingShop({ channels });
    const [first, second, third] = await placeOrders(shop, 3);
    await pass(clock);
    const listed = (options?: object) =>
      shop.notifications
        .dead(options)
        .map(({ channel, fact }) => [channel, (fact as { orderId?: string }).orderId]);
    const mails = [third, second, first].map((orderId) => ['mail', orderId]);
    const texts = [third, second, first].map((orderId) => ['sms', orderId]);
    expect(listed()).toEqual([...mails, ...texts]);
    expect(listed({ channel: 'sms' })).toEqual(texts);
    expect(listed({ limit: 4 })).toEqual([...mails, texts[0]]);
    expect(listed({ channel: 'mail', limit: 1 })).toEqual([mails[0]]);
    expect(listed({ limit: 0 })).toEqual([]);
    expect(() => listed({ channel: 'fax' })).toThrow("channel: expected one of 'mail', 'sms'");
  });

  it('are a hundred, unless more are asked for', async () => {
    const { shop } = await shopWithOrders({ status: 'failed' }, 120);
    expect(shop.notifications.dead().length).toBe(100);
    expect(shop.notifications.dead({ limit: 1000 }).length).toBe(120);
    expect(statusOf(shop).dead).toBe(120);
  });

  it('are there when the shop is opened again', async () => {
    const { shop, reopen } = await shopWithOrders({ status: 'failed' }, 2);
    const before = shop.notifications.dead();
    const again = await reopen();
    expect(again.notifications.dead()).toEqual(before);
    expect(statusOf(again).dead).toBe(2);
  });
});

describe('a dead letter that is tried again', () => {
  it('is sent with the id that it had, and is none any more', async () => {
    const { shop, clock, mail } = await shopWithOrders({ status: 'failed' });
    const [{ id = '' } = {}] = shop.notifications.dead();
    mail.respond = allSent;
    expect(await shop.notifications.retry(id)).toEqual({ ok: true, messageId: id });
    expect(shop.notifications.dead()).toEqual([]);
    await pass(clock);
    expect(mail.messages.map((message) => message.id)).toEqual([id, id]);
    expect(statusOf(shop)).toMatchObject({ dead: 0, retrying: 0, sent: 1 });
  });

  it('is sent however late it is, and however often it fails meanwhile', async () => {
    const { shop, clock, mail } = await shopWithOrders({ status: 'failed' }, 1, {
      deadlineMs: MINUTE,
    });
    const [{ id = '' } = {}] = shop.notifications.dead();
    await pass(clock, 100 * HOUR);
    mail.respond = answer({ status: 'retry', retryAfterMs: HOUR });
    accepted(await shop.notifications.retry(id));
    await passSlowly(clock, 3 * HOUR);
    mail.respond = allSent;
    await passSlowly(clock, HOUR);
    expect(statusOf(shop)).toMatchObject({ sent: 1, dead: 0 });
  });

  it('is sent also after the shop was opened again', async () => {
    const { shop, clock, mail, reopen } = await shopWithOrders({ status: 'failed' }, 1, {
      deadlineMs: MINUTE,
    });
    const [{ id = '' } = {}] = shop.notifications.dead();
    await pass(clock, HOUR);
    mail.respond = allSent;
    accepted(await shop.notifications.retry(id));
    const again = await reopen();
    await pass(clock);
    expect(mail.messages.map((message) => message.id)).toEqual([id, id]);
    expect(statusOf(again)).toMatchObject({ dead: 0, retrying: 0 });
  });

  it('is one again when it fails again', async () => {
    const { shop, clock } = await shopWithOrders({ status: 'failed', reason: 'gone' });
    const [{ id = '' } = {}] = shop.notifications.dead();
    accepted(await shop.notifications.retry(id));
    await pass(clock);
    expect(shop.notifications.dead()).toMatchObject([{ id, attempts: 1, reason: 'gone' }]);
    expect(statusOf(shop).dead).toBe(1);
  });

  it('is refused unless there is one with this id', async () => {
    const { shop, mail } = await shopWithOrders({ status: 'failed' });
    const [{ id = '' } = {}] = shop.notifications.dead();
    const other = id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    for (const messageId of [other, 'mail-1-0000000000000000', 'x', `${id} `, id.slice(1)]) {
      expect(await shop.notifications.retry(messageId)).toEqual({
        ok: false,
        refusal: { code: 'unknown-message', messageId },
      });
    }
    mail.respond = allSent;
    accepted(await shop.notifications.retry(id));
    expect(await shop.notifications.retry(id)).toMatchObject({ ok: false });
  });
});
