import { describe, expect, it } from 'vitest';
import type { DeliveryResult, EventMessage } from '../../../src/index.ts';
import { accepted, MINUTE } from '../shop/openShop.ts';
import {
  openNotifyingShop,
  pass,
  passSlowly,
  placeOrders,
  settle,
  statusOf,
} from './notifyingShop.ts';
import { allSent, RecordingChannel, RecordingSystem } from './recordingChannel.ts';

const orderOf = ({ fact }: EventMessage) => (fact as { orderId?: string }).orderId;

/** Answers that let the messages about one order wait, and take all others. */
function holdUp(orderId: () => string, retryAfterMs = 10 * MINUTE) {
  return (batch: readonly EventMessage[]) =>
    batch.map((message): DeliveryResult => {
      return orderOf(message) === orderId() ? { status: 'retry', retryAfterMs } : 'sent';
    });
}

describe('while a message about an order waits for another attempt', () => {
  /** A shop with one such order, on channels with these limits. */
  async function shopWithHeldUpOrder(limits = {}) {
    let orderId = '';
    const respond = holdUp(() => orderId);
    const mail = new RecordingChannel('mail', respond);
    const opened = await openNotifyingShop({ channels: [mail], limits });
    [orderId = ''] = await placeOrders(opened.shop, 1);
    await pass(opened.clock);
    return { ...opened, mail, orderId };
  }

  it('later ones about it wait, and those about others pass', async () => {
    const { shop, clock, mail, orderId } = await shopWithHeldUpOrder();
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
    const [other = ''] = await placeOrders(shop, 1);
    await pass(clock);
    expect(mail.messages.map(orderOf)).toEqual([orderId, other]);
    expect(statusOf(shop)).toMatchObject({ waiting: 0, retrying: 3, state: 'idle' });
    mail.respond = allSent;
    await passSlowly(clock, 10 * MINUTE);
    await settle(clock);
    const types = mail.messages.filter((message) => orderOf(message) === orderId);
    expect(types.map(({ type, attempt }) => [type, attempt])).toEqual([
      ['order.placed', 1],
      ['order.placed', 2],
      ['order.confirmed', 1],
      ['order.shipped', 1],
    ]);
  });

  it('those about others pass, however few messages may wait in memory', async () => {
    const { shop, clock, mail, orderId } = await shopWithHeldUpOrder({
      '*': { maxBatch: 1, maxConcurrent: 1 },
    });
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
    accepted(await shop.orders.deliver(orderId));
    const others = await placeOrders(shop, 3);
    await passSlowly(clock, 500, 10);
    expect(mail.messages.map(orderOf)).toEqual([orderId, ...others]);
  });

  it('another channel does not wait', async () => {
    let orderId = '';
    const mail = new RecordingChannel(
      'mail',
      holdUp(() => orderId),
    );
    const sms = new RecordingChannel('sms');
    const { shop, clock } = await openNotifyingShop({ channels: [mail, sms] });
    [orderId = ''] = await placeOrders(shop, 1);
    await pass(clock);
    accepted(await shop.orders.confirm(orderId));
    await pass(clock);
    expect(mail.told).toEqual(['order.placed']);
    expect(sms.told).toEqual(['order.placed', 'order.confirmed']);
  });

  it('the order stays as it is when the shop is opened again', async () => {
    const { shop, clock, mail, orderId, reopen } = await shopWithHeldUpOrder();
    accepted(await shop.orders.confirm(orderId));
    await pass(clock);
    const again = await reopen();
    accepted(await again.orders.ship(orderId, { trackingNumber: 'T1' }));
    await pass(clock);
    expect(statusOf(again).retrying).toBe(3);
    mail.respond = allSent;
    await passSlowly(clock, 10 * MINUTE);
    await settle(clock);
    expect(mail.told).toEqual(['order.placed', 'order.placed', 'order.confirmed', 'order.shipped']);
    expect(new Set(mail.messages.map(({ id }) => id)).size).toBe(3);
    expect(mail.messages.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 1]);
    expect(statusOf(again)).toMatchObject({ retrying: 0, waiting: 0, dead: 0 });
  });

  it('they are as they were when the shop is opened again twice', async () => {
    const { clock, mail, reopen } = await shopWithHeldUpOrder();
    await reopen();
    await pass(clock);
    const again = await reopen();
    mail.respond = allSent;
    await passSlowly(clock, 10 * MINUTE);
    await settle(clock);
    expect(mail.told).toEqual(['order.placed', 'order.placed']);
    expect(statusOf(again).retrying).toBe(0);
  });
});

describe('the messages of a channel that has failed', () => {
  it('are sent in the order of their facts about each order when it works again', async () => {
    let isDown = true;
    const erp = new RecordingSystem('erp', undefined, (batch) => {
      if (isDown) throw new Error('down');
      return allSent(batch);
    });
    const { shop, clock } = await openNotifyingShop({ channels: [erp] });
    const orders = await placeOrders(shop, 3);
    await pass(clock);
    for (const orderId of orders) accepted(await shop.orders.confirm(orderId));
    await passSlowly(clock, 5 * MINUTE);
    isDown = false;
    erp.batches.length = 0;
    await passSlowly(clock, 10 * MINUTE, 200);
    for (const orderId of orders) {
      const about = erp.messages.filter((message) => orderOf(message) === orderId);
      expect(about.map(({ type }) => type)).toEqual(['order.placed', 'order.confirmed']);
    }
    expect(statusOf(shop, 'erp')).toMatchObject({ sent: 6, state: 'idle' });
  });
});

describe('a message', () => {
  it('has the same id at each attempt, also after the shop was opened again, and each another', async () => {
    const mail = new RecordingChannel('mail', (batch) =>
      batch.map(() => ({ status: 'retry', retryAfterMs: MINUTE })),
    );
    const sms = new RecordingChannel('sms');
    const { shop, clock, reopen } = await openNotifyingShop({ channels: [mail, sms] });
    await placeOrders(shop, 2);
    await pass(clock);
    await passSlowly(clock, MINUTE);
    await settle(clock);
    await reopen();
    await passSlowly(clock, MINUTE);
    await settle(clock);
    const ids = mail.messages.map(({ id }) => id);
    expect(ids.length).toBe(6);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^mail-[0-9]+-[0-9a-f]{16}$/);
    expect(mail.messages.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(sms.messages.map(({ id }) => id.replace('sms', 'mail'))).toEqual(ids.slice(0, 2));
  });
});
