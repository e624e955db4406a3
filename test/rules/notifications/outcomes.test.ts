import { describe, expect, it } from 'vitest';
import type { DeliveryResult, Message } from '../../../src/index.ts';
import { unheardRejections } from '../badInput/stage.ts';
import { accepted, HOUR, MINUTE } from '../shop/openShop.ts';
import {
  openNotifyingShop,
  pass,
  passSlowly,
  placeOrders,
  settle,
  statusOf,
} from './notifyingShop.ts';
import { allSent, RecordingChannel } from './recordingChannel.ts';

const forUser = (userId: string, result: DeliveryResult) => (batch: readonly Message[]) =>
  batch.map(({ to }): DeliveryResult => (to.userId === userId ? result : 'sent'));

/** A shop whose channel answers so; with an order of Ada's and one of Bob's, which were sent to it. */
async function shopWithTwoOrders(respond: (batch: readonly Message[]) => never | unknown) {
  const mail = new RecordingChannel('mail', respond as never);
  const opened = await openNotifyingShop({
    channels: [mail],
    limits: { mail: { timeoutMs: 2000, maxBackoffMs: 60_000 } },
    shop: { paymentTimeoutMs: 7 * 24 * HOUR },
  });
  await placeOrders(opened.shop, 1, 'ada');
  await placeOrders(opened.shop, 1, 'bob');
  await pass(opened.clock);
  return { ...opened, mail };
}

describe('a message that is to be tried again', () => {
  it('waits alone: the channel goes on', async () => {
    const { shop, clock, mail } = await shopWithTwoOrders(
      forUser('ada', { status: 'retry', reason: 'mailbox full' }),
    );
    expect(statusOf(shop)).toMatchObject({ sent: 1, retried: 1, retrying: 1, waiting: 0 });
    expect(statusOf(shop).lastFailure).toBeUndefined();
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    expect(statusOf(shop)).toMatchObject({ sent: 2, retrying: 1 });
    mail.respond = allSent;
    await passSlowly(clock, 1100);
    expect(statusOf(shop)).toMatchObject({ sent: 3, retrying: 0, dead: 0, state: 'idle' });
    const attempts = mail.messages.filter(({ to }) => to.userId === 'ada');
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(1);
  });

  it('waits for its receiver where it says how long', async () => {
    const retryAfterMs = 30_000;
    const { shop, clock, mail } = await shopWithTwoOrders(
      forUser('ada', { status: 'retry', retryAfterMs }),
    );
    mail.respond = allSent;
    await passSlowly(clock, retryAfterMs - 1, 9);
    expect(mail.sizes).toEqual([2]);
    await pass(clock, 1);
    await pass(clock);
    expect(mail.sizes).toEqual([2, 1]);
    expect(statusOf(shop)).toMatchObject({ sent: 2, retrying: 0 });
  });

  it('waits for its receiver also where the shop is opened again', async () => {
    const retryAfterMs = 10 * HOUR;
    const { clock, mail, reopen } = await shopWithTwoOrders(
      forUser('ada', { status: 'retry', retryAfterMs }),
    );
    const again = await reopen();
    mail.respond = allSent;
    await passSlowly(clock, retryAfterMs - 1, 100);
    expect(mail.sizes).toEqual([2]);
    await settle(clock);
    expect([mail.sizes, statusOf(again).retrying]).toEqual([[2, 1], 0]);
  });

  it('does not wait for ever where the clock has gone back while the shop was closed', async () => {
    const { shop, clock, mail, reopen } = await shopWithTwoOrders(
      forUser('ada', { status: 'retry' }),
    );
    await shop.close();
    clock.jump(-365 * 24 * HOUR);
    const again = await reopen();
    mail.respond = allSent;
    await passSlowly(clock, 25 * HOUR, 100);
    expect([mail.sizes, statusOf(again).retrying]).toEqual([[2, 1], 0]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '7', null])(
    'waits as ever where it is to wait for %s ms',
    async (retryAfterMs) => {
      const { shop, clock, mail } = await shopWithTwoOrders(
        forUser('ada', { status: 'retry', retryAfterMs: retryAfterMs as number }),
      );
      mail.respond = allSent;
      await passSlowly(clock, 1100);
      expect(statusOf(shop)).toMatchObject({ sent: 2, retrying: 0 });
    },
  );
});

describe('a message that has failed', () => {
  it('is a dead letter at once, and the channel goes on', async () => {
    const { shop, clock } = await shopWithTwoOrders(
      forUser('ada', { status: 'failed', reason: 'no such mailbox' }),
    );
    expect(statusOf(shop)).toMatchObject({ sent: 1, failed: 1, dead: 1, retrying: 0 });
    expect(shop.notifications.dead()).toMatchObject([
      { channel: 'mail', type: 'order.placed', attempts: 1, reason: 'no such mailbox' },
    ]);
    await placeOrders(shop, 1, 'bob');
    await pass(clock);
    expect(statusOf(shop).sent).toBe(2);
  });

  it('has a reason of one line that is not too long, or says that there is none', async () => {
    const reason = `first\r\nsecond\u0000 ${'x'.repeat(10_000)}`;
    for (const given of [reason, '', undefined, 7 as never]) {
      const { shop } = await shopWithTwoOrders(
        forUser('ada', { status: 'failed', ...(given !== undefined && { reason: given }) }),
      );
      const [letter] = shop.notifications.dead();
      expect(letter?.reason).not.toMatch(/\p{Cc}/u);
      expect(letter?.reason.length).toBeLessThanOrEqual(500);
      if (given !== reason) expect(letter?.reason).toBe('no reason given');
    }
  });
});

/** What is wrong with each, and what the channel is said to have failed with. */
const FAILURES: readonly (readonly [string, (batch: readonly Message[]) => unknown, RegExp])[] = [
  ['throws', () => fail(new Error('no route')), /^no route$/],
  ['throws no error', () => fail('no route'), /no route/],
  ['throws nothing', () => fail(undefined), /./],
  ['rejects', () => Promise.reject(new Error('no route')), /^no route$/],
  [
    'says that the channel is affected',
    (batch) => batch.map(() => ({ status: 'retry', affects: 'channel', reason: 'busy' })),
    /^busy$/,
  ],
  ['answers with too few results', () => ['sent'], /mail.deliver: expected 2 results.+ 1 results/],
  ['answers with too many results', () => Array(3).fill('sent'), /expected 2 results.+ 3 results/],
  ['answers with no array', () => 'sent', /expected 2 results.+ got 'sent'/],
  ['answers with nothing', () => undefined, /expected 2 results.+ got undefined/],
  ['answers with unknown results', (batch) => batch.map(() => 'done'), /expected a result.+'done'/],
  ['answers with results that are none', (batch) => batch.map(() => null), /expected a result/],
  [
    'answers with results of an unknown status',
    (batch) => batch.map(() => ({ status: 'ok' })),
    /expected a result.+'ok'/,
  ],
  [
    'answers with results that cannot be read',
    (batch) => batch.map(() => Object.defineProperty({}, 'status', { get: () => fail('odd') })),
    /odd/,
  ],
  [
    'answers with endpoints that are no texts',
    (batch) =>
      batch.map(() => ({
        status: 'retry',
        affects: 'channel',
        goneEndpoints: [Object.create(null)],
      })),
    /./,
  ],
];

function fail(thrown: unknown): never {
  throw thrown;
}

describe('a channel fails as a whole, and tries all messages again,', () => {
  it.each(FAILURES)('that %s', async (_, respond, reason) => {
    const unheard = await unheardRejections(async () => {
      const { shop, clock, mail, facts } = await shopWithTwoOrders(respond);
      expect(statusOf(shop)).toMatchObject({
        state: 'backingOff',
        sent: 0,
        retried: 2,
        waiting: 2,
      });
      expect(statusOf(shop).lastFailure?.reason).toMatch(reason);
      mail.respond = allSent;
      await passSlowly(clock, 1100, 10);
      expect(mail.sizes).toEqual([2, 2]);
      expect(mail.messages.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 2]);
      expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2, underWay: 0, dead: 0 });
      expect(facts.filter(({ type }) => type.startsWith('channel.'))).toEqual([]);
      expect(shop.audit()).toEqual({ ok: true, problems: [] });
      await shop.close();
    });
    expect(unheard).toEqual([]);
  });

  it('that does not answer in time, and its signal is aborted', async () => {
    const signals: AbortSignal[] = [];
    const { shop, clock, mail } = await shopWithTwoOrders(() => new Promise(() => {}));
    mail.respond = (_, __, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    await pass(clock, 1999);
    expect(statusOf(shop)).toMatchObject({ underWay: 1, retried: 0 });
    await pass(clock, 1);
    const { lastFailure, ...status } = statusOf(shop);
    expect(status).toMatchObject({ state: 'backingOff', underWay: 0, retried: 2 });
    expect(lastFailure?.reason).toBe('no answer within 2000 ms');
    await passSlowly(clock, 1100, 10);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    await pass(clock, 2000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    mail.respond = allSent;
    await passSlowly(clock, 2100, 10);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2 });
  });

  it('but takes what it says when it is told to give up', async () => {
    const { shop, clock, mail } = await shopWithTwoOrders(() => Promise.reject(new Error('first')));
    mail.respond = (batch, _, { signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(allSent(batch))));
    await passSlowly(clock, 1100, 10);
    await pass(clock, 2000);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2, retried: 2 });
  });

  it('and no later than its receiver wants', async () => {
    const retryAfterMs = 120_000;
    const { shop, clock, mail } = await shopWithTwoOrders((batch) =>
      batch.map(() => ({ status: 'retry', affects: 'channel', retryAfterMs })),
    );
    mail.respond = allSent;
    await passSlowly(clock, retryAfterMs - 1, 9);
    expect([mail.sizes, statusOf(shop).state]).toEqual([[2], 'backingOff']);
    await pass(clock, 1);
    expect([mail.sizes, statusOf(shop).state]).toEqual([[2, 2], 'idle']);
  });

  it('and no later than any of its answers wants', async () => {
    const { clock, mail } = await shopWithTwoOrders((batch) =>
      batch.map(({ to }) => {
        const retryAfterMs = to.userId === 'ada' ? 10_000 : 120_000;
        return { status: 'retry', affects: 'channel', retryAfterMs };
      }),
    );
    mail.respond = allSent;
    await passSlowly(clock, 119_999, 9);
    expect(mail.sizes).toEqual([2]);
    await pass(clock, 1);
    expect(mail.sizes).toEqual([2, 2]);
  });

  it('unless some messages got through: these are not sent again', async () => {
    const { shop, clock, mail } = await shopWithTwoOrders(
      forUser('bob', { status: 'retry', affects: 'channel', reason: 'rate exceeded' }),
    );
    expect(statusOf(shop)).toMatchObject({ state: 'backingOff', sent: 1, retried: 1, waiting: 1 });
    mail.respond = allSent;
    await passSlowly(clock, 1100, 10);
    expect(mail.messages.map(({ to }) => to.userId)).toEqual(['ada', 'bob', 'bob']);
  });
});

describe('a channel that fails again and again', () => {
  it('is tried with one message after five failures, and is well with the first success', async () => {
    const { shop, clock, mail, facts } = await shopWithTwoOrders(() => fail(new Error('down')));
    await passSlowly(clock, 600_000, 30);
    expect(['open', 'probing']).toContain(statusOf(shop).state);
    expect(mail.sizes.slice(0, 5)).toEqual([2, 2, 2, 2, 2]);
    expect(new Set(mail.sizes.slice(5))).toEqual(new Set([1]));
    mail.respond = allSent;
    mail.batches.length = 0;
    await passSlowly(clock, 61_000, 30);
    expect(mail.sizes).toEqual([1, 1]);
    expect(statusOf(shop)).toMatchObject({ state: 'idle', sent: 2, dead: 0, waiting: 0 });
    const told = facts.filter(({ type }) => type.startsWith('channel.'));
    expect(told).toMatchObject([
      { type: 'channel.failed', channel: 'mail', reason: 'down' },
      { type: 'channel.recovered', channel: 'mail' },
    ]);
  });

  it('has no message given up for it before its time is over', async () => {
    const { shop, clock } = await shopWithTwoOrders(() => fail(new Error('down')));
    await passSlowly(clock, 20 * HOUR, 300);
    const { dead, waiting, retrying, retried } = statusOf(shop);
    expect([dead, waiting + retrying]).toEqual([0, 2]);
    expect(retried).toBeGreaterThan(100);
  });
});

describe('a message that makes the channel fail', () => {
  const POISON = 'order.confirmed';

  /** A channel that throws whenever it gets the message. */
  function poisonedChannel() {
    return new RecordingChannel('mail', (batch) => {
      if (batch.some(({ type }) => type === POISON)) throw new Error('poison');
      return allSent(batch);
    });
  }

  it('does not keep others, and becomes a dead letter after its attempts', async () => {
    const mail = poisonedChannel();
    const limits = { mail: { maxAttempts: 3, baseBackoffMs: 1000, maxBackoffMs: 1000 } };
    const { shop, clock } = await openNotifyingShop({ channels: [mail], limits });
    const [first = ''] = await placeOrders(shop, 1);
    await settle(clock);
    accepted(await shop.orders.confirm(first));
    for (let others = 0; others < 20; others++) {
      await placeOrders(shop, 10);
      await passSlowly(clock, 2000, 10);
    }
    await passSlowly(clock, MINUTE, 200);
    const letters = shop.notifications.dead();
    expect(letters.map(({ type }) => type)).toEqual([POISON]);
    expect(letters[0]?.reason).toBe('poison (given up after 3 attempts)');
    expect(statusOf(shop)).toMatchObject({ waiting: 0, retrying: 0, state: 'idle' });
    const sent = mail.batches.flatMap((batch) =>
      batch.some(({ type }) => type === POISON) ? [] : batch.map(({ id }) => id),
    );
    expect([sent.length, new Set(sent).size]).toEqual([201, 201]);
  });

  it('leaves the others of its batch soon, also while later batches get through', async () => {
    const mail = poisonedChannel();
    const terms = { maxBatch: 8, maxConcurrent: 2, baseBackoffMs: 1000, maxBackoffMs: 1000 };
    const { shop, clock } = await openNotifyingShop({ channels: [mail], limits: { mail: terms } });
    const [first = ''] = await placeOrders(shop, 1);
    await settle(clock);
    accepted(await shop.orders.confirm(first));
    const others = await placeOrders(shop, 7);
    for (let round = 0; round < 8; round++) {
      await placeOrders(shop, 16);
      await passSlowly(clock, 1100, 10);
    }
    const arrived = mail.batches
      .filter((batch) => batch.every(({ type }) => type !== POISON))
      .flatMap((batch) => batch.map(({ fact }) => (fact as { orderId?: string }).orderId));
    expect(others.filter((orderId) => !arrived.includes(orderId))).toEqual([]);
  });

  it('gets no one given up while no other gets through', async () => {
    const mail = new RecordingChannel('mail', () => {
      throw new Error('down');
    });
    const limits = { mail: { maxAttempts: 2, baseBackoffMs: 1000, maxBackoffMs: 1000 } };
    const { shop, clock } = await openNotifyingShop({ channels: [mail], limits });
    await placeOrders(shop, 10);
    await passSlowly(clock, 20 * MINUTE, 600);
    const { dead, waiting, retrying } = statusOf(shop);
    expect([dead, waiting + retrying]).toEqual([0, 10]);
  });
});
