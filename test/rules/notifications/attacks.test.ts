import { describe, expect, it } from 'vitest';
import { createShop, type DeliveryResult, type EventMessage } from '../../../src/index.ts';
import type { Clock } from '../../../src/runtime/clock.ts';
import { unheardRejections } from '../badInput/stage.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted } from '../shop/openShop.ts';
import {
  openNotifyingShop,
  pass,
  passSlowly,
  placeOrders,
  settle,
  statusOf,
} from './notifyingShop.ts';
import { allSent, RecordingChannel, RecordingSystem } from './recordingChannel.ts';

// Each was found by trying to harm a shop.

/** Errors whose messages are no texts, and such that throw when they are read. */
const ODD: readonly (readonly [string, unknown])[] = [
  ['an object as its message', Object.assign(new Error('x'), { message: { code: 400 } })],
  ['a number as its message', Object.assign(new Error('x'), { message: 5 })],
  ['no message', Object.assign(new Error('x'), { message: undefined })],
  ['a BigInt as its message', Object.assign(new Error('x'), { message: 5n })],
  [
    'a message that throws',
    Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('no');
      },
    }),
  ],
  [
    'members that all throw',
    new Proxy(new Error('x'), {
      get() {
        throw new Error('no');
      },
    }),
  ],
  ['no prototype', Object.create(null)],
];

describe.each(ODD)('an error with %s', (_, error) => {
  const fail = () => {
    throw error;
  };

  it('that a channel throws is a failure of the channel', async () => {
    const mail = new RecordingChannel('mail', fail);
    const unheard = await unheardRejections(async () => {
      const { shop, clock } = await openNotifyingShop({ channels: [mail] });
      await placeOrders(shop, 1);
      await pass(clock);
      expect(statusOf(shop)).toMatchObject({ underWay: 0, retried: 1 });
      expect(statusOf(shop).lastFailure?.reason).toMatch(/^.{3,}$/);
      await shop.close();
    });
    expect(unheard).toEqual([]);
  });

  it('that canReach or a template throws makes a dead letter with a text for a reason', async () => {
    const mail = Object.assign(new RecordingChannel('mail'), { canReach: fail });
    const sms = new RecordingChannel('sms');
    const { shop, clock } = await openNotifyingShop({
      channels: [mail, sms],
      templates: { 'order.placed': fail },
    });
    await placeOrders(shop, 1);
    await settle(clock);
    const reasons = shop.notifications.dead().map(({ reason }) => reason);
    expect(reasons).toEqual([expect.stringMatching(/^.{3,}$/), expect.stringMatching(/^.{3,}$/)]);
    accepted(await shop.products.restock('pin', 1));
    await shop.close();
  });

  it('with which a channel fails to close does no harm', async () => {
    const mail = Object.assign(new RecordingChannel('mail'), { close: fail });
    const unheard = await unheardRejections(async () => {
      const { shop } = await openNotifyingShop({ channels: [mail] });
      await shop.close();
    });
    expect(unheard).toEqual([]);
  });
});

describe('a reason', () => {
  it('has one line and 500 characters at most, whatever a template throws', async () => {
    const { shop, clock } = await openNotifyingShop({
      templates: {
        'order.placed': () => {
          throw new Error(`\u001b[31m\n${'x'.repeat(2_000_000)}`);
        },
      },
    });
    await placeOrders(shop, 1);
    await settle(clock);
    const reason = shop.notifications.dead()[0]?.reason ?? '';
    expect(reason.length).toBeLessThanOrEqual(500);
    expect(reason).toMatch(/^template 'order.placed' threw: /);
    expect(reason).not.toMatch(/\p{Cc}/u);
  });
});

describe('facts about one thing, thousands of them,', () => {
  const slow = (batch: readonly EventMessage[]): Promise<DeliveryResult[]> =>
    new Promise((resolve) => setImmediate(() => resolve(allSent(batch))));

  it('do not keep the messages about others: of one product', async () => {
    const erp = new RecordingSystem('erp', ['stock.restocked', 'order.placed'], slow);
    const { shop, clock } = await openNotifyingShop({ channels: [erp] });
    for (let count = 0; count < 2000; count++) await shop.products.restock('pin', 1);
    await placeOrders(shop, 1);
    await passSlowly(clock, 2000, 20);
    expect(erp.told).toContain('order.placed');
  });

  it('do not keep the messages about others: of one user', async () => {
    const erp = new RecordingSystem('erp', ['cart.lineAdded', 'order.placed'], slow);
    const { shop, clock } = await openNotifyingShop({ channels: [erp] });
    for (let count = 0; count < 2000; count++) {
      await shop.carts.add('bob', 'pin', 1);
      await shop.carts.remove('bob', 'pin');
    }
    await placeOrders(shop, 1, 'ada');
    await passSlowly(clock, 2000, 20);
    expect(erp.told).toContain('order.placed');
  });
});

describe('a timer that fires a moment too early', () => {
  // The clock ticks when it is read for so many times after that.
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('does not keep a retry for ever (%d)', async (readings) => {
    let time = Date.UTC(2026, 0, 1);
    let left = Number.POSITIVE_INFINITY;
    const timers = new Map<object, { readonly run: () => void; readonly at: number }>();
    const clock: Clock = {
      now() {
        if (left-- <= 0) {
          time++;
          left = Number.POSITIVE_INFINITY;
        }
        return time;
      },
      setTimeout(run, delayMs) {
        const timer = {};
        timers.set(timer, { run, at: time + delayMs });
        return timer;
      },
      clearTimeout: (timer) => timers.delete(timer as object),
    };
    const fire = async (earlyMs: number) => {
      const [first] = [...timers].sort(([, a], [, b]) => a.at - b.at);
      if (first === undefined) throw new Error('no timer is set');
      const [timer, { run, at }] = first;
      timers.delete(timer);
      time = Math.max(time, at - earlyMs);
      run();
      await loopTurns();
    };
    const mail = new RecordingChannel('mail', (batch, call) =>
      call === 1 ? [{ status: 'retry', retryAfterMs: 5000 }] : allSent(batch),
    );
    const limits = { mail: { gatherMs: 0 } };
    const shop = await createShop({ clock, notifications: { channels: [mail], limits } });
    const pin = { sku: 'pin', name: 'Pin', category: 'home', priceMinor: 5, stock: 9 };
    await shop.products.add(pin);
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await placeOrders(shop, 1);
    await loopTurns();
    while (mail.batches.length === 0) await fire(0);
    left = readings;
    await fire(1);
    for (let count = 0; count < 5 && mail.batches.length < 2; count++) await fire(0);
    expect(statusOf(shop)).toMatchObject({ sent: 1, retrying: 0 });
    await shop.close();
  });
});

describe('times longer than the timers of Node.js take', () => {
  it('are waited for: an answer', async () => {
    const delays: number[] = [];
    const { shop, clock, mail } = await openNotifyingShop({
      limits: { mail: { timeoutMs: 1e12 } },
    });
    const { setTimeout } = clock;
    clock.setTimeout = (run, delayMs) => {
      delays.push(delayMs);
      return setTimeout.call(clock, run, delayMs);
    };
    await placeOrders(shop, 1);
    await settle(clock);
    expect(mail.messages.length).toBe(1);
    expect(Math.max(...delays)).toBeLessThan(2 ** 31);
  });

  it('are waited for: the end of a delivery while the shop is closed', async () => {
    const { shop, clock, mail } = await openNotifyingShop({ drainMs: 2 ** 31 });
    let answer = (_: readonly DeliveryResult[]) => {};
    mail.respond = () => new Promise((resolve) => (answer = resolve));
    await placeOrders(shop, 1);
    await pass(clock);
    let isClosed = false;
    const closing = shop.close().then(() => {
      isClosed = true;
    });
    await loopTurns();
    expect(isClosed).toBe(false);
    answer(['sent']);
    await closing;
    expect(statusOf(shop)).toMatchObject({ sent: 1 });
  });
});

describe('a shop that is closed', () => {
  it('waits until its channels are', async () => {
    let isReleased = false;
    const mail = Object.assign(new RecordingChannel('mail'), {
      async close() {
        await loopTurns();
        isReleased = true;
      },
    });
    const { shop } = await openNotifyingShop({ channels: [mail] });
    await shop.close();
    expect(isReleased).toBe(true);
  });

  it('waits no longer for a channel that does not close than it may', async () => {
    const mail = Object.assign(new RecordingChannel('mail'), {
      close: () => new Promise(() => {}),
    });
    const { shop } = await openNotifyingShop({ channels: [mail], drainMs: 0 });
    await shop.close();
  });
});

it('a channel whose canReach answers by a promise makes dead letters, and does not reach everybody', async () => {
  const mail = Object.assign(new RecordingChannel('mail'), { canReach: async () => false });
  const { shop, clock } = await openNotifyingShop({ channels: [mail as never] });
  await placeOrders(shop, 1);
  await settle(clock);
  expect([mail.messages, shop.notifications.dead()[0]?.reason]).toEqual([
    [],
    'mail.canReach: expected true or false, got Promise {}',
  ]);
});

it('a template that changes the order changes nothing of what a channel gets', async () => {
  const { shop, clock, mail } = await openNotifyingShop({
    templates: {
      'order.placed'({ order }) {
        try {
          (order as { orderId: string }).orderId = 'EVIL';
        } catch {}
        return { subject: 'S', text: 'T' };
      },
    },
  });
  const [orderId] = await placeOrders(shop, 1);
  await settle(clock);
  expect(mail.messages[0]?.order?.orderId).toBe(orderId);
});
