import { expect, it } from 'vitest';
import type { DeliveryResult, Message } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { openNotifyingShop, passSlowly, placeOrders, settle, statusOf } from './notifyingShop.ts';
import { RecordingChannel } from './recordingChannel.ts';

// Named after what once went wrong.

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;

it('a message is tried again although the clock is set back, and nothing else happens', async () => {
  const { shop, clock, mail } = await openNotifyingShop();
  mail.respond = () => [{ status: 'retry', retryAfterMs: 5 * SECOND }];
  await placeOrders(shop, 1);
  await settle(clock);
  mail.respond = () => ['sent'];
  clock.jump(-HOUR);
  await passSlowly(clock, 10 * SECOND);
  expect(mail.messages.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

it('facts are kept for a channel when the clock is set back while the shop is closed', async () => {
  const { shop, clock, mail, reopen } = await openNotifyingShop({ shop: { factRetentionMs: 0 } });
  await shop.notifications.pause('mail');
  const orderIds = await placeOrders(shop, 3);
  await shop.close();
  clock.jump(-HOUR);
  const opened = await reopen();
  await opened.notifications.resume('mail');
  await settle(clock);
  expect(mail.messages.map(({ order }) => order?.orderId)).toEqual(orderIds);
});

it('a channel may take its messages out of the list that it gets', async () => {
  const { shop, clock, mail, reopen } = await openNotifyingShop();
  mail.respond = (batch) => {
    const results: DeliveryResult[] = [];
    while ((batch as Message[]).pop() !== undefined) results.push('sent');
    return results;
  };
  await placeOrders(shop, 3);
  await settle(clock);
  expect(statusOf(shop)).toMatchObject({ sent: 3, retried: 0, underWay: 0 });
  mail.respond = (batch) => batch.map(() => 'sent');
  await reopen();
  await settle(clock);
  expect(mail.messages).toEqual([]);
});

it('a channel that is not waited for begins nothing while the closing shop waits for another', async () => {
  const mail = new RecordingChannel('mail');
  const sms = new RecordingChannel('sms');
  const { shop, clock } = await openNotifyingShop({ channels: [mail, sms] });
  let answer = (_: readonly DeliveryResult[]) => {};
  mail.respond = () => [{ status: 'retry', affects: 'channel', retryAfterMs: SECOND }];
  sms.respond = () => new Promise((resolve) => (answer = resolve));
  await placeOrders(shop, 1);
  await settle(clock);
  const closing = shop.close();
  clock.advance(2 * SECOND);
  await loopTurns();
  answer(['sent']);
  await closing;
  expect(mail.sizes).toEqual([1]);
});
