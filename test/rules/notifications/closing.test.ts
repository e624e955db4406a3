import { describe, expect, it, vi } from 'vitest';
import type { DeliveryResult } from '../../../src/index.ts';
import { unheardRejections } from '../badInput/stage.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted } from '../shop/openShop.ts';
import { openNotifyingShop, pass, placeOrders, settle, statusOf } from './notifyingShop.ts';
import { allSent, HeldAnswers, RecordingChannel } from './recordingChannel.ts';

/** A shop with a message under way that has no answer yet, and one that waits for it. */
async function shopWithMessageUnderWay(options: { drainMs?: number } = {}) {
  const answers = new HeldAnswers();
  const mail = new RecordingChannel('mail', answers.respond);
  const opened = await openNotifyingShop({ channels: [mail], ...options });
  const [orderId = ''] = await placeOrders(opened.shop, 1);
  accepted(await opened.shop.orders.confirm(orderId));
  await pass(opened.clock);
  return { ...opened, mail, answers, orderId };
}

describe('a shop that is closed', () => {
  it('waits for the deliveries under way, and sends what waits', async () => {
    const { shop, clock, mail, answers, reopen } = await shopWithMessageUnderWay();
    let isClosed = false;
    const closing = shop.close().then(() => {
      isClosed = true;
    });
    await loopTurns();
    expect([isClosed, answers.waiting]).toEqual([false, 1]);
    mail.respond = allSent;
    answers.release();
    await closing;
    expect([mail.told, mail.closed]).toEqual([['order.placed', 'order.confirmed'], 1]);
    const again = await reopen();
    await settle(clock);
    expect(statusOf(again)).toMatchObject({ sent: 0, waiting: 0, backlog: 0 });
  });

  it('does not wait for a channel that is paused: the next opening finds its messages', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop();
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 2);
    await shop.close();
    expect(mail.batches).toEqual([]);
    const again = await reopen();
    accepted(await again.notifications.resume('mail'));
    await settle(clock);
    expect(mail.messages.length).toBe(2);
  });

  it('does not wait for a channel that fails: the next opening finds its messages', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop();
    mail.respond = () => Promise.reject(new Error('down'));
    await placeOrders(shop, 2);
    await shop.close();
    expect(mail.batches.length).toBe(1);
    mail.respond = allSent;
    mail.batches.length = 0;
    await reopen();
    await settle(clock);
    expect(mail.messages.length).toBe(2);
  });

  it('does not wait for a channel whose rate is used up: the next opening sends the rest', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop({
      limits: { '*': { perSecond: 2 } },
    });
    await placeOrders(shop, 3);
    await shop.close();
    expect(mail.messages.length).toBe(2);
    await reopen();
    await settle(clock);
    expect(mail.messages.length).toBe(3);
  });

  it('leaves what takes longer than it may to the next opening', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop({
      drainMs: 0,
      limits: { mail: { maxBatch: 1, maxConcurrent: 1 } },
    });
    mail.respond = (batch, call) => (call <= 3 ? allSent(batch) : new Promise(() => {}));
    await placeOrders(shop, 9);
    await shop.close();
    expect(mail.messages.length).toBeLessThan(9);
    mail.respond = allSent;
    await reopen();
    await settle(clock);
    expect(new Set(mail.messages.map(({ id }) => id)).size).toBe(9);
  });

  it('refuses commands meanwhile', async () => {
    const { shop, mail, answers, orderId } = await shopWithMessageUnderWay();
    const closing = shop.close();
    mail.respond = allSent;
    const refusal = { code: 'closed', reason: 'the shop has been closed' };
    const commands = [
      shop.orders.ship(orderId, { trackingNumber: 'T1' }),
      shop.carts.add('ada', 'pin', 1),
      shop.checkout('ada'),
      shop.notifications.pause('mail'),
      shop.products.notifyWhenInStock('vase', 'ada'),
      shop.users.preferences('ada', { mail: false }),
    ];
    for (const answer of await Promise.all(commands))
      expect(answer).toEqual({ ok: false, refusal });
    answers.release();
    await closing;
    expect(shop.orders.get(orderId)?.state).toBe('confirmed');
  });

  it('waits no longer than it may, aborts the signals, and sends the messages again later', async () => {
    const { shop, clock, mail, reopen } = await shopWithMessageUnderWay({ drainMs: 1 });
    const signals: AbortSignal[] = [];
    mail.respond = (_, __, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    await placeOrders(shop, 1);
    await pass(clock);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    await shop.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    mail.respond = allSent;
    mail.batches.length = 0;
    await reopen();
    await settle(clock);
    expect(mail.told.toSorted()).toEqual(['order.confirmed', 'order.placed', 'order.placed']);
  });

  it('takes what a channel says when it is told to give up', async () => {
    const { shop, clock, mail, reopen } = await shopWithMessageUnderWay({ drainMs: 0 });
    mail.respond = (batch, _, { signal }) =>
      new Promise((resolve) => {
        const results = batch.map((): DeliveryResult => 'sent');
        signal.addEventListener('abort', () => setImmediate(() => resolve(results)));
      });
    const [other] = await placeOrders(shop, 1);
    await pass(clock);
    await shop.close();
    mail.respond = allSent;
    mail.batches.length = 0;
    await reopen();
    await settle(clock);
    const orders = mail.messages.map(({ fact }) => (fact as { orderId?: string }).orderId);
    expect(orders.length).toBe(2);
    expect(orders).not.toContain(other);
  });

  it('closes each channel once, and one that fails then does no harm', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const unheard = await unheardRejections(async () => {
      const mail = new RecordingChannel();
      const sms = Object.assign(new RecordingChannel('sms'), {
        close: () => Promise.reject(new Error('no line')),
      });
      const fax = Object.assign(new RecordingChannel('fax'), {
        close() {
          throw new Error('no paper');
        },
      });
      const { shop } = await openNotifyingShop({ channels: [sms, fax, mail] });
      await Promise.all([shop.close(), shop.close()]);
      await shop.close();
      await loopTurns();
      expect(mail.closed).toBe(1);
    });
    const warnings = warn.mock.calls.map(([warning]) => warning);
    warn.mockRestore();
    expect(unheard).toEqual([]);
    expect(warnings.toSorted()).toEqual([
      'the channel fax has not closed: no paper',
      'the channel sms has not closed: no line',
    ]);
  });

  it('sends messages that were gathered at once', async () => {
    const { shop, mail } = await openNotifyingShop();
    await placeOrders(shop, 2);
    await shop.close();
    expect(mail.messages.length).toBe(2);
  });

  it('loses no message without a store', async () => {
    const { shop, mail } = await openNotifyingShop({ limits: { mail: { maxBatch: 2 } } });
    await placeOrders(shop, 50);
    await shop.close();
    expect(mail.messages.length).toBe(50);
  });
});
