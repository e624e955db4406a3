import { describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { errorOf } from '../badInput/stage.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, HOUR, MINUTE } from '../shop/openShop.ts';
import { openNotifyingShop, pass, passSlowly, placeOrders, statusOf } from './notifyingShop.ts';
import { allSent, HeldAnswers, RecordingChannel } from './recordingChannel.ts';

describe('a channel that is paused', () => {
  it('sends nothing, while others do, and goes on where it was', async () => {
    const mail = new RecordingChannel();
    const sms = new RecordingChannel('sms');
    const { shop, clock } = await openNotifyingShop({ channels: [mail, sms] });
    expect(await shop.notifications.pause('mail')).toEqual({ ok: true, channel: 'mail' });
    await placeOrders(shop, 3);
    await pass(clock);
    expect([mail.messages.length, sms.messages.length]).toEqual([0, 3]);
    expect(statusOf(shop)).toMatchObject({ state: 'paused', waiting: 3 });
    expect(await shop.notifications.resume('mail')).toEqual({ ok: true, channel: 'mail' });
    await loopTurns();
    expect(mail.sizes).toEqual([3]);
    expect(mail.messages.map(({ fact }) => fact.seq)).toEqual(
      sms.messages.map(({ fact }) => fact.seq),
    );
  });

  it('is paused also after the shop was opened again, and its messages wait', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop();
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 2);
    await pass(clock);
    const again = await reopen();
    await placeOrders(again, 1);
    await pass(clock, MINUTE);
    expect([mail.batches, statusOf(again).state]).toEqual([[], 'paused']);
    accepted(await again.notifications.resume('mail'));
    await pass(clock);
    expect(mail.messages.length).toBe(3);
    const third = await reopen();
    await pass(clock);
    expect([mail.messages.length, statusOf(third).state]).toEqual([3, 'idle']);
  });

  it('takes notice of what is under way when it is paused', async () => {
    const answers = new HeldAnswers();
    const mail = new RecordingChannel('mail', answers.respond);
    const { shop, clock } = await openNotifyingShop({ channels: [mail] });
    await placeOrders(shop, 1);
    await pass(clock);
    accepted(await shop.notifications.pause('mail'));
    expect(statusOf(shop)).toMatchObject({ state: 'paused', underWay: 1 });
    answers.release();
    await loopTurns();
    expect(statusOf(shop)).toMatchObject({ state: 'paused', underWay: 0, sent: 1 });
  });

  it('stays so when it is paused twice, and goes on with one resume', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    accepted(await shop.notifications.pause('mail'));
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 1);
    accepted(await shop.notifications.resume('mail'));
    accepted(await shop.notifications.resume('mail'));
    await pass(clock);
    expect(mail.told).toEqual(['order.placed']);
  });

  it('tries nothing again meanwhile', async () => {
    const mail = new RecordingChannel('mail', (batch) =>
      batch.map(() => ({ status: 'retry', retryAfterMs: MINUTE })),
    );
    const { shop, clock } = await openNotifyingShop({ channels: [mail] });
    await placeOrders(shop, 1);
    await pass(clock);
    accepted(await shop.notifications.pause('mail'));
    await passSlowly(clock, 10 * MINUTE);
    expect(mail.sizes).toEqual([1]);
    accepted(await shop.notifications.resume('mail'));
    await loopTurns();
    expect(mail.sizes).toEqual([1, 1]);
  });
});

describe('a channel that fails', () => {
  it('need not wait when it is resumed', async () => {
    const mail = new RecordingChannel('mail', () => {
      throw new Error('down');
    });
    const { shop, clock } = await openNotifyingShop({
      channels: [mail],
      limits: { mail: { baseBackoffMs: HOUR, maxBackoffMs: HOUR } },
    });
    await placeOrders(shop, 2);
    await pass(clock);
    expect(statusOf(shop).state).toBe('backingOff');
    mail.respond = allSent;
    accepted(await shop.notifications.resume('mail'));
    await pass(clock);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2 });
  });

  it('tries one message at once when it is resumed, after many failures', async () => {
    const mail = new RecordingChannel('mail', () => {
      throw new Error('down');
    });
    const { shop, clock } = await openNotifyingShop({ channels: [mail] });
    await placeOrders(shop, 2);
    await passSlowly(clock, 5 * MINUTE);
    while (statusOf(shop).state !== 'open') await pass(clock, 1000);
    mail.respond = allSent;
    mail.batches.length = 0;
    accepted(await shop.notifications.resume('mail'));
    await pass(clock, 0);
    expect(mail.sizes).toEqual([1, 1]);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2 });
  });
});

describe('a channel that there is not', () => {
  it.each(['pause', 'resume'] as const)(
    'is misuse of %s, which lists those that there are',
    async (name) => {
      const channels = [new RecordingChannel('mail'), new RecordingChannel('sms')];
      const { shop } = await openNotifyingShop({ channels });
      const error = await errorOf(() => shop.notifications[name]('fax'));
      expect(error).toMatchObject({
        code: 'ERR_STATECART_ARGUMENT',
        argument: 'channel',
        message: "channel: expected the name of a channel (mail, sms), got 'fax'",
      });
      const none = await createShop();
      expect(await errorOf(() => none.notifications[name]('mail'))).toMatchObject({
        message: expect.stringContaining('none, since the shop has no channels'),
      });
    },
  );
});

describe('the status', () => {
  it('is that of each channel, in the order of the option', async () => {
    const names = ['b', 'a', 'c'];
    const channels = names.map((name) => new RecordingChannel(name));
    const { shop } = await openNotifyingShop({ channels });
    expect(shop.notifications.status()).toEqual(
      names.map((channel) => ({
        channel,
        state: 'idle',
        backlog: 0,
        waiting: 0,
        underWay: 0,
        retrying: 0,
        dead: 0,
        sent: 0,
        retried: 0,
        failed: 0,
      })),
    );
    expect((await createShop()).notifications.status()).toEqual([]);
  });

  it('counts from the opening of the shop, and has its last failure', async () => {
    const mail = new RecordingChannel('mail', () => {
      throw new Error('down');
    });
    const { shop, clock, reopen } = await openNotifyingShop({ channels: [mail] });
    await placeOrders(shop, 1);
    await pass(clock);
    expect(statusOf(shop)).toMatchObject({
      sent: 0,
      retried: 1,
      lastFailure: { reason: 'down', at: clock.now() },
    });
    const again = await reopen();
    expect(statusOf(again)).not.toHaveProperty('lastFailure');
    mail.respond = allSent;
    await pass(clock);
    expect(statusOf(again)).toMatchObject({ sent: 1, retried: 0, waiting: 0 });
  });
});
