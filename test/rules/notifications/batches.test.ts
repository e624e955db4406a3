import { describe, expect, it } from 'vitest';
import { loopTurns } from '../loopTurns.ts';
import { accepted } from '../shop/openShop.ts';
import { openNotifyingShop, pass, placeOrders, statusOf } from './notifyingShop.ts';
import { HeldAnswers, RecordingChannel, RecordingSystem } from './recordingChannel.ts';

describe('messages', () => {
  it('wait 50 ms for others, and go out as one batch in the order of their facts', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    const [first] = await placeOrders(shop, 1);
    await pass(clock, 49);
    const [second] = await placeOrders(shop, 1, 'bob');
    await loopTurns();
    expect([mail.sizes, statusOf(shop).state]).toEqual([[], 'gathering']);
    await pass(clock, 1);
    expect(mail.messages).toMatchObject([
      { type: 'order.placed', to: { userId: 'ada' }, fact: { orderId: first }, attempt: 1 },
      { type: 'order.placed', to: { userId: 'bob' }, fact: { orderId: second }, attempt: 1 },
    ]);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2, waiting: 0, backlog: 0 });
  });

  it('go out in batches of a hundred, the first without waiting', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    await placeOrders(shop, 250);
    await loopTurns();
    expect(mail.sizes[0]).toBe(100);
    await pass(clock);
    expect([mail.messages.length, Math.max(...mail.sizes)]).toEqual([250, 100]);
    const seqs = mail.messages.map(({ fact }) => fact.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(new Set(mail.messages.map(({ id }) => id)).size).toBe(250);
  });

  it('that come at once are as few batches as hold them', async () => {
    const { shop, clock, mail } = await openNotifyingShop({ limits: { mail: { gatherMs: 1000 } } });
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 250);
    accepted(await shop.notifications.resume('mail'));
    await pass(clock, 0);
    expect(mail.sizes).toEqual([100, 100, 50]);
  });

  it.each([
    [1, 0, [1, 1, 1]],
    [2, 10, [2, 1]],
  ])('are batched as the limits say: %i in %i ms', async (maxBatch, gatherMs, sizes) => {
    const { shop, clock, mail } = await openNotifyingShop({
      limits: { mail: { maxBatch, gatherMs, maxConcurrent: 1 } },
    });
    accepted(await shop.notifications.pause('mail'));
    await placeOrders(shop, 3);
    accepted(await shop.notifications.resume('mail'));
    await pass(clock, gatherMs);
    expect(mail.sizes).toEqual(sizes);
  });

  it('of one order are never in one batch, or under way at once', async () => {
    const answers = new HeldAnswers();
    const mail = new RecordingChannel('mail', answers.respond);
    const { shop, clock } = await openNotifyingShop({ channels: [mail] });
    const [orderId = ''] = await placeOrders(shop, 1);
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
    await pass(clock);
    expect([mail.told, statusOf(shop).waiting]).toEqual([['order.placed'], 2]);
    answers.release();
    await loopTurns();
    expect(mail.told).toEqual(['order.placed', 'order.confirmed']);
    answers.release();
    await loopTurns();
    expect(mail.told).toEqual(['order.placed', 'order.confirmed', 'order.shipped']);
  });
});

describe('the calls of a channel', () => {
  async function shopWithHeldAnswers(maxConcurrent?: number) {
    const answers = new HeldAnswers();
    const mail = new RecordingChannel('mail', answers.respond);
    const limits = { '*': { maxBatch: 2, ...(maxConcurrent !== undefined && { maxConcurrent }) } };
    const opened = await openNotifyingShop({ channels: [mail], limits });
    await placeOrders(opened.shop, 20);
    await pass(opened.clock);
    return { ...opened, answers, mail };
  }

  it.each([
    [undefined, 4],
    [1, 1],
    [7, 7],
  ])('are no more at a time than its limit of %s allows', async (maxConcurrent, atMost) => {
    const { shop, answers, mail } = await shopWithHeldAnswers(maxConcurrent);
    expect([answers.waiting, statusOf(shop).underWay]).toEqual([atMost, atMost]);
    answers.release(1);
    await loopTurns();
    expect([mail.batches.length, answers.waiting]).toEqual([atMost + 1, atMost]);
    while (answers.waiting > 0) {
      answers.release();
      await loopTurns();
    }
    expect(mail.sizes).toEqual(Array(10).fill(2));
    expect(statusOf(shop)).toMatchObject({ state: 'idle', underWay: 0, sent: 20 });
  });
});

describe('the rate of a channel', () => {
  it('allows one second’s worth at once, and then one after the other', async () => {
    const mail = new RecordingChannel();
    const free = new RecordingChannel('free');
    const { shop, clock } = await openNotifyingShop({
      channels: [mail, free],
      limits: { mail: { perSecond: 10 } },
    });
    await placeOrders(shop, 25);
    await pass(clock);
    expect([mail.messages.length, free.messages.length]).toEqual([10, 25]);
    expect(statusOf(shop)).toMatchObject({ state: 'throttled', waiting: 15 });
    await pass(clock, 99);
    expect(mail.messages.length).toBe(10);
    await pass(clock, 1);
    expect(mail.messages.length).toBe(11);
    for (let time = 0; time < 14; time++) await pass(clock, 100);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 25, waiting: 0 });
    const seqs = mail.messages.map(({ fact }) => fact.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });

  it('is not used up by facts that nobody is to be told of', async () => {
    const mail = new RecordingChannel();
    const { shop, clock } = await openNotifyingShop({
      channels: [
        Object.assign(mail, { canReach: ({ name }: { name?: string }) => name === 'Bob' }),
      ],
      limits: { mail: { perSecond: 1 } },
    });
    await placeOrders(shop, 20);
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    expect(mail.messages).toMatchObject([{ to: { userId: 'bob' } }]);
  });
});

describe('a channel that has fallen behind', () => {
  it('reads what it has not taken from the log, in order', async () => {
    const system = new RecordingSystem('erp', ['cart.lineAdded']);
    const { shop, clock } = await openNotifyingShop({
      channels: [system],
      limits: { erp: { maxBatch: 10, maxConcurrent: 1 } },
    });
    accepted(await shop.notifications.pause('erp'));
    const users = Array.from({ length: 700 }, (_, index) => `user ${index}`);
    for (const userId of users) {
      accepted(await shop.users.register({ userId, name: userId }));
      accepted(await shop.carts.add(userId, 'pin', 1));
    }
    await loopTurns();
    const { waiting, backlog } = statusOf(shop, 'erp');
    expect([waiting + backlog, backlog > 0, system.sizes]).toEqual([700, true, []]);
    accepted(await shop.notifications.resume('erp'));
    while (statusOf(shop, 'erp').state !== 'idle') await pass(clock);
    expect(system.messages.map(({ fact }) => (fact as { userId?: string }).userId)).toEqual(users);
    expect(statusOf(shop, 'erp')).toMatchObject({ backlog: 0, waiting: 0, sent: 700 });
  });
});
