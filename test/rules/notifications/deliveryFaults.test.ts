import { expect, it } from 'vitest';
import { type DeliveryResult, type Message, memoryStore, type Store } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { buy, openShop } from '../shop/openShop.ts';
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

it('a store that cannot be read for a moment does not end the process, and the channel goes on', async () => {
  const inner = memoryStore();
  let isBroken = false;
  const store: Store = {
    ...inner,
    range(range) {
      if (isBroken && range.prefix[0] === 'fact') throw new Error('cannot be read');
      return inner.range(range);
    },
  };
  const mail = new RecordingChannel();
  const notifications = { channels: [mail], limits: { mail: { maxBatch: 1, maxConcurrent: 1 } } };
  const { shop, clock } = await openShop({ store, notifications });
  for (let order = 0; order < 4; order++) await buy(shop, 'ada', { mug: 1 });
  isBroken = true;
  await settle(clock);
  expect(statusOf(shop)).toMatchObject({ lastFailure: { reason: 'cannot be read' } });
  isBroken = false;
  await passSlowly(clock, 5 * 60 * SECOND, 100);
  expect(mail.messages.length).toBe(4);
});
