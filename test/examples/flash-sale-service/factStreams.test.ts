import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FactStreams } from '../../../examples/flash-sale-service/factStreams.ts';
import { STREAM_LIMITS, type StreamLimits } from '../../../examples/flash-sale-service/limits.ts';
import { createShop, type Shop } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';

/** An id of the greatest length, so that facts about it are long. */
const LONG = 'a'.repeat(256);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A shop in which facts about ada and bob can be caused, and the streams over it. */
async function opened(limits: Partial<StreamLimits> = {}, factRetentionMs = 60_000) {
  const shop = await createShop({ clock: simulatedClock(), factRetentionMs });
  const streams = new FactStreams(shop, { ...STREAM_LIMITS, ...limits });
  ends.push(
    () => streams.close(),
    () => shop.close(),
  );
  await shop.products.add({ sku: LONG, name: 'Mug', category: 'c', priceMinor: 1, stock: 9 });
  for (const userId of ['ada', 'bob']) await shop.users.register({ userId, name: userId });
  return { shop, streams };
}

/** Causes facts about a user. */
async function cause(shop: Shop, userId: string, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    if (number % 2 === 0) await shop.carts.add(userId, LONG, 1);
    else await shop.carts.remove(userId, LONG);
  }
}

/** A response to a client, which reads what is sent, or nothing. */
function response({ isRead = true } = {}) {
  const stream = Object.assign(new PassThrough(), { writeHead() {} });
  let text = '';
  if (isRead) stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return {
    stream,
    sent: stream as unknown as ServerResponse,
    numbers: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    text: () => text,
  };
}

describe('a stream', () => {
  test('has the facts about its user only, from when it was opened', async () => {
    const { shop, streams } = await opened();
    await cause(shop, 'ada', 2);
    const ada = response();
    streams.open(ada.sent, { userId: 'ada' });
    await cause(shop, 'bob', 2);
    await cause(shop, 'ada', 2);
    await vi.waitFor(() => expect(ada.numbers()).toEqual([5, 6]));
    expect(ada.text()).toMatch(/^id: 5\nevent: cart\.lineAdded\ndata: \{.*"seq":5.*\}$/m);
    expect(ada.text()).not.toContain('bob');
  });

  test('of a client that comes back has what it has missed, and then goes on', async () => {
    const { shop, streams } = await opened();
    await cause(shop, 'ada', 3);
    await cause(shop, 'bob', 1);
    const ada = response();
    streams.open(ada.sent, { userId: 'ada', after: 1 });
    await vi.waitFor(() => expect(ada.numbers()).toEqual([2, 3]));
    await cause(shop, 'ada', 2);
    await vi.waitFor(() => expect(ada.numbers()).toEqual([2, 3, 5, 6]));
    expect(ada.text()).not.toContain('missed');
  });

  test('leaves out nothing and repeats nothing while it catches up', async () => {
    const { shop, streams } = await opened();
    await cause(shop, 'ada', 400);
    const ada = response();
    streams.open(ada.sent, { userId: 'ada', after: 0 });
    for (let number = 0; number < 100; number++) {
      await cause(shop, 'ada', 2);
      await setImmediate();
    }
    await vi.waitFor(() => expect(ada.numbers()).toHaveLength(600));
    expect(ada.numbers()).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
  });

  test.each([
    ['that is not kept any more', {}, 0, 1],
    ['that there is not: the shop has started anew', {}, 60_000, 999],
    ['before more facts than are read again', { maxCatchUp: 3 }, 60_000, 0],
  ])('after a fact %s tells that some are missed', async (_case, limits, retentionMs, after) => {
    const { shop, streams } = await opened(limits, retentionMs);
    await cause(shop, 'ada', 6);
    const ada = response();
    streams.open(ada.sent, { userId: 'ada', after });
    await vi.waitFor(() => expect(ada.text()).toContain('event: missed\n'));
    const before = ada.numbers().length;
    await cause(shop, 'ada', 1);
    await vi.waitFor(() => expect(ada.numbers().slice(before)).toEqual([7]));
  });
});

describe('a reader who takes nothing', () => {
  test('is cut off when too much waits', async () => {
    const { shop, streams } = await opened({ maxWaitingBytes: 20_000 });
    const [slow, other] = [response({ isRead: false }), response()];
    streams.open(slow.sent, { userId: 'ada' });
    streams.open(other.sent, { userId: 'ada' });
    await cause(shop, 'ada', 400);
    expect(slow.stream.destroyed).toBe(true);
    await vi.waitFor(() => expect(other.numbers()).toHaveLength(400));
    expect(other.stream.destroyed).toBe(false);
  });

  test('is cut off while it catches up', async () => {
    const { shop, streams } = await opened({ stallMs: 1 });
    await cause(shop, 'ada', 400);
    const slow = response({ isRead: false });
    streams.open(slow.sent, { userId: 'ada', after: 0 });
    await vi.waitFor(() => expect(slow.stream.destroyed).toBe(true));
  });
});

describe('the number of streams', () => {
  test('is bounded for each user and for all', async () => {
    const { streams } = await opened({ maxStreams: 3, maxStreamsPerUser: 2 });
    const [first, second] = [response(), response()];
    for (const { sent } of [first, second]) streams.open(sent, { userId: 'ada' });
    expect([streams.refuses('ada'), streams.refuses('bob')]).toEqual([429, undefined]);
    streams.open(response().sent, { userId: 'bob' });
    expect([streams.refuses('ada'), streams.refuses('bob')]).toEqual([429, 503]);
    first.stream.destroy();
    await vi.waitFor(() => expect(streams.refuses('ada')).toBe(undefined));
  });

  test('counts a stream that has ended until its reader of facts has ended, too', async () => {
    const { shop, streams } = await opened({ maxStreamsPerUser: 1 });
    await cause(shop, 'ada', 1);
    const ada = response();
    // The reader waits for the next fact.
    streams.open(ada.sent, { userId: 'ada', after: 1 });
    ada.stream.destroy();
    await setImmediate();
    expect(streams.refuses('ada')).toBe(429);
    await cause(shop, 'bob', 1);
    await vi.waitFor(() => expect(streams.refuses('ada')).toBe(undefined));
  });
});

test('streams end with the service', async () => {
  const { streams } = await opened();
  const ada = response();
  streams.open(ada.sent, { userId: 'ada' });
  streams.close();
  await vi.waitFor(() => expect(ada.stream.readableEnded).toBe(true));
});
