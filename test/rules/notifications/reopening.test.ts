import { describe, expect, it } from 'vitest';
import { extendOrder, orderMachine } from '../../../machines/index.ts';
import { createShop, memoryStore, type Shop, type Store } from '../../../src/index.ts';
import type { SimulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, HOUR, MINUTE, openShop, stallingStore } from '../shop/openShop.ts';
import { openNotifyingShop, pass, placeOrders, settle, statusOf } from './notifyingShop.ts';
import { allSent, RecordingChannel, RecordingSystem } from './recordingChannel.ts';

/** True as long as the shop can tell the fact with this number. */
function isKept(shop: Shop, seq: number): boolean {
  try {
    shop.facts({ after: seq - 1 });
    return true;
  } catch {
    return false;
  }
}

/** Further facts, each of which lets older ones go. */
async function restock(shop: Shop, clock: SimulatedClock): Promise<void> {
  for (let count = 0; count < 3; count++) {
    accepted(await shop.products.restock('mug', 1));
    await settle(clock);
  }
}

/** A memory store with the records of another one. */
function copyOf(store: Store): Store {
  const copy = memoryStore();
  for (const [key, value] of store.range({ prefix: [] })) copy.commit([{ op: 'put', key, value }]);
  return copy;
}

describe('the facts of a shop that keeps none', () => {
  async function shopWithoutRetention() {
    const store = memoryStore();
    const mail = new RecordingChannel();
    const sms = new RecordingChannel('sms');
    const notifications = { channels: [mail, sms], limits: { '*': { maxBackoffMs: HOUR } } };
    const { shop, clock } = await openShop({ store, factRetentionMs: 0, notifications });
    return { shop, clock, store, mail, sms, notifications };
  }

  it('are kept until each channel has delivered them', async () => {
    const { shop, clock, mail, sms } = await shopWithoutRetention();
    accepted(await shop.notifications.pause('sms'));
    await buy(shop, 'ada', { mug: 1 });
    await pass(clock);
    await buy(shop, 'bob', { mug: 1 });
    await restock(shop, clock);
    const [first = 0, second = 0] = mail.messages.map(({ fact }) => fact.seq);
    expect([isKept(shop, first), sms.messages]).toEqual([true, []]);
    accepted(await shop.notifications.resume('sms'));
    await restock(shop, clock);
    expect(sms.messages.map(({ to }) => to.userId)).toEqual(['ada', 'bob']);
    expect([isKept(shop, first), isKept(shop, second)]).toEqual([false, false]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('are there when the shop is opened again', async () => {
    const { shop, clock, store, mail, sms, notifications } = await shopWithoutRetention();
    accepted(await shop.notifications.pause('sms'));
    await buy(shop, 'ada', { mug: 1 });
    await pass(clock);
    await shop.close();
    const again = await createShop({ store, clock, factRetentionMs: 0, notifications });
    await restock(again, clock);
    accepted(await again.notifications.resume('sms'));
    await settle(clock);
    expect([mail.told, sms.told]).toEqual([['order.placed'], ['order.placed']]);
  });

  it('are kept for a message that is under way while later ones have arrived', async () => {
    const { shop, clock, store, mail, notifications } = await shopWithoutRetention();
    mail.respond = (batch, call) => (call === 1 ? new Promise(() => {}) : allSent(batch));
    await buy(shop, 'ada', { mug: 1 });
    await pass(clock);
    await buy(shop, 'bob', { mug: 1 });
    await pass(clock);
    await restock(shop, clock);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['ada', 'bob']);
    const channels = [new RecordingChannel('mail')] as const;
    const crashed = { store: copyOf(store), clock, factRetentionMs: 0 };
    await createShop({ ...crashed, notifications: { ...notifications, channels } });
    await settle(clock);
    expect(channels[0].messages.map(({ to }) => to.userId)).toEqual(['ada']);
  });

  it('are not kept for a message that is tried again: it has a fact of its own', async () => {
    const { shop, clock, mail } = await shopWithoutRetention();
    mail.respond = (batch) => batch.map(() => ({ status: 'retry', retryAfterMs: HOUR / 2 }));
    await buy(shop, 'ada', { mug: 1 });
    await settle(clock);
    await restock(shop, clock);
    expect(isKept(shop, mail.messages[0]?.fact.seq ?? 0)).toBe(false);
    mail.respond = allSent;
    await pass(clock, HOUR / 2);
    await settle(clock);
    expect(mail.told.slice(0, 2)).toEqual(['order.placed', 'order.placed']);
  });
});

describe('a channel that is new', () => {
  it('begins with the facts from then on, however many old ones there are', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop();
    await placeOrders(shop, 3);
    await settle(clock);
    const fax = new RecordingChannel('fax');
    const again = await reopen({ channels: [mail, fax] });
    await settle(clock);
    expect([fax.messages, mail.messages.length]).toEqual([[], 3]);
    await placeOrders(again, 1);
    await settle(clock);
    expect([fax.messages.length, mail.messages.length]).toEqual([1, 4]);
  });

  it('is known from its first opening on, also if nothing happens then', async () => {
    const { clock, mail, reopen } = await openNotifyingShop({
      channels: [new RecordingSystem('x')],
    });
    const fax = new RecordingChannel('fax');
    await reopen({ channels: [fax] });
    const between = await reopen({ channels: [mail] });
    await placeOrders(between, 2);
    await settle(clock);
    await reopen({ channels: [fax] });
    await settle(clock);
    expect([mail.messages.length, fax.messages.length]).toEqual([2, 2]);
  });
});

describe('a shop that is opened again', () => {
  it('sends what was not delivered, and nothing twice that was', async () => {
    const { shop, clock, mail, reopen } = await openNotifyingShop();
    await placeOrders(shop, 5);
    await pass(clock);
    await placeOrders(shop, 5, 'bob');
    await reopen();
    await settle(clock);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual([
      ...Array(5).fill('ada'),
      ...Array(5).fill('bob'),
    ]);
    expect(new Set(mail.messages.map(({ id }) => id)).size).toBe(10);
  });

  it('sends again with the same ids what was under way when its process ended', async () => {
    const store = memoryStore();
    const left: Store[] = [];
    const mail = new RecordingChannel('mail', (batch) => {
      left.push(copyOf(store));
      return allSent(batch);
    });
    const notifications = { channels: [mail] };
    const { shop, clock } = await openShop({ store, notifications });
    await buy(shop, 'ada', { mug: 1 });
    await pass(clock);
    await createShop({ store: left[0] as Store, clock, notifications });
    await settle(clock);
    const [first, second] = mail.messages;
    expect([mail.batches.length, second?.id, second?.attempt]).toEqual([2, first?.id, 1]);
  });

  it('begins a message about an order only when the earlier one is durable', async () => {
    const { store, stall, goOn } = stallingStore();
    const mail = new RecordingChannel();
    const { shop, clock } = await openShop({ store, notifications: { channels: [mail] } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.confirm(orderId));
    await loopTurns();
    stall();
    await pass(clock);
    expect([mail.told, statusOf(shop).underWay]).toEqual([['order.placed'], 1]);
    goOn();
    await loopTurns();
    expect(mail.told).toEqual(['order.placed', 'order.confirmed']);
  });
});

describe('a shop with an actor in quarantine', () => {
  it('closes no channel before it is closed, however often it begins to open', async () => {
    let isBad = false;
    const guard = () => {
      if (isBad) throw new Error('bad luck');
      return false;
    };
    const { pending } = orderMachine.config.states as Record<string, object>;
    const expiry = { guard, target: 'cancelled', actions: 'releaseStock' };
    const order = extendOrder({ pending: { ...pending, after: { [MINUTE]: expiry } } } as never);
    const mail = new RecordingChannel();
    const store = memoryStore();
    const options = { store, notifications: { channels: [mail] }, machines: { order } };
    const { shop, clock } = await openShop(options);
    await buy(shop, 'ada', { mug: 1 });
    await shop.close();
    isBad = true;
    clock.advance(2 * MINUTE);
    const again = await createShop({ ...options, clock, quarantine: true });
    expect([again.quarantined().length, mail.closed]).toEqual([1, 1]);
    await again.close();
    expect(mail.closed).toBe(2);
  });
});
