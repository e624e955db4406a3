import { lmdbStore } from 'statecart/lmdb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Change, Shop } from '../../../src/index.ts';
import { accepted, buy, openShop } from '../../rules/shop/openShop.ts';
import { runTool } from './runTool.ts';
import { copyOf, meddle, newPath, put, remove } from './storedShop.ts';

const DEVICE = {
  endpoint: 'https://push.example.com/1',
  keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
};

/**
 * A store with an order of Ada's, of which one channel has a dead letter and another one an open fact; with Ada's preferences
 * and device, and Bob, who waits for the vase that Ada has bought.
 */
async function openMessaging(path: string): Promise<Shop> {
  const failing = { name: 'email', deliver: () => [{ status: 'failed', reason: 'no' } as const] };
  const paused = { name: 'sms', deliver: () => [] };
  const limits = { '*': { gatherMs: 0, maxBatch: 1 } };
  const { shop } = await openShop({
    store: await lmdbStore({ path }),
    notifications: { channels: [failing, paused], limits },
  });
  accepted(await shop.notifications.pause('sms'));
  accepted(await shop.users.preferences('ada', { sms: false }));
  accepted(await shop.users.addPushSubscription('ada', DEVICE));
  await buy(shop, 'ada', { vase: 1 });
  accepted(await shop.products.notifyWhenInStock('vase', 'bob'));
  return shop;
}

let path: string;

beforeAll(async () => {
  path = newPath();
  const shop = await openMessaging(path);
  accepted(await shop.notifications.resume('email'));
  await vi.waitUntil(() => shop.notifications.status()[0]?.dead === 1, { timeout: 60_000 });
  await shop.close();
});

async function audited(changes: readonly Change[]) {
  const copy = copyOf(path);
  if (changes.length > 0) await meddle(copy, () => changes);
  const { status, stdout } = await runTool(['audit', copy]);
  return { status, lines: stdout.trimEnd().split('\n') };
}

const letter = (seq: number) => ({
  fact: { type: 'order.placed', seq, at: 1, orderId: 'x', userId: 'ada' },
  attempts: 1,
  diedAt: 1,
  reason: 'no',
});
const retry = (seq: number) => ({
  ...letter(seq),
  failures: 0,
  dueAt: 1,
  clockOffsetMs: 0,
  isForced: false,
});
const delivery = (readTo: number, open: readonly number[]) => ({
  readTo,
  open,
  isPaused: false,
  unreported: 0,
  reportedAt: 0,
});

describe('audit', () => {
  it('counts what channels have to deliver, and what users want', async () => {
    const { status, lines } = await audited([]);
    expect(status, lines.join('\n')).toBe(0);
    const counted = (name: string) =>
      Number(lines.find((line) => line.trim().startsWith(name))?.match(/\d+$/)?.[0]);
    expect({
      deliveries: counted('deliveries'),
      dead: counted('dead letters'),
      alerts: counted('stock alerts'),
      preferences: counted('preferences'),
      devices: counted('push subscriptions'),
    }).toEqual({ deliveries: 2, dead: 1, alerts: 1, preferences: 1, devices: 1 });
  });

  it.each<readonly [string, readonly Change[], RegExp]>([
    [
      'a channel that is ahead of the facts',
      [put(['delivery', 'sms'], delivery(999, []))],
      /^the channel sms has read fact 999, but the last is \d+$/,
    ],
    [
      'a fact that a channel has open twice',
      [put(['delivery', 'sms'], delivery(1, [1, 1]))],
      /^the channel sms has fact 1 open after 1, up to 1$/,
    ],
    [
      'a message that is to be retried about a fact that is still to come',
      [put(['retry', 'sms', 999], retry(999))],
      /^the message of sms about fact 999 is to be retried, but the last fact is \d+$/,
    ],
    [
      'a message under the number of another fact',
      [put(['retry', 'sms', 1], retry(2))],
      /^the message of sms about fact 1 has fact 2$/,
    ],
    [
      'a message that is to be retried and a dead letter',
      [put(['retry', 'sms', 1], retry(1)), put(['dead', 'sms', 1], letter(1))],
      /^the dead letter of sms about fact 1 is to be retried, too$/,
    ],
    [
      'a message that is open and a dead letter',
      [put(['delivery', 'sms'], delivery(1, [1])), put(['dead', 'sms', 1], letter(1))],
      /^the dead letter of sms about fact 1 is open, too$/,
    ],
    [
      'preferences of nobody',
      [put(['preferences', 'eve'], {})],
      /^an entry of the preferences is of the unknown user eve$/,
    ],
    [
      'a user who waits for a product that there is not',
      [put(['alert', 'none', 1], 'bob'), put(['alertOf', 'bob', 'none'], 1)],
      /^a stock alert is of the unknown product none$/,
    ],
    [
      'a user who waits without a place',
      [put(['alertOf', 'bob', 'mug'], 1)],
      /^the user bob waits for mug, but has no place among those who do$/,
    ],
    [
      'a place without a user who waits',
      [remove(['alertOf', 'bob', 'vase'])],
      /^the stock alert of bob vase is not one of the user$/,
    ],
    [
      'alerts that are owed to nobody',
      [put(['owedAlerts', 'mug'], 1)],
      /^alerts of mug are owed, but nobody waits$/,
    ],
    [
      'a progress that cannot be read',
      [put(['delivery', 'sms'], { readTo: -1 })],
      /^the entry \["delivery","sms"\] cannot be read: /,
    ],
  ])('finds %s', async (_, changes, problem) => {
    const { status, lines } = await audited(changes);
    expect(status).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(problem));
  });
});
