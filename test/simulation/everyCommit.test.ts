import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedDisk } from '../../src/testing/simulatedDisk.ts';
import { type SimulatedStore, simulatedStore } from '../../src/testing/simulatedStore.ts';
import { drain } from '../../src/testing/simulation/drain.ts';
import { expectFacts } from '../../src/testing/simulation/expectations.ts';
import { History } from '../../src/testing/simulation/history.ts';
import { openOn } from '../../src/testing/simulation/openOn.ts';
import { ShopSession } from '../../src/testing/simulation/shopSession.ts';
import { readShopState, type ShopState } from '../../src/testing/simulation/shopState.ts';
import { simulatedClock } from '../../src/testing.ts';
import { afterTimers } from './dueTimers.ts';
import { expectStandard } from './expectations.ts';
import { KeyedCheckouts } from './keyedCheckouts.ts';
import { MINUTE, script } from './script.ts';

const START = Date.UTC(2026, 0, 1);
const cartExpiryMs = 120 * MINUTE;

/** The outcome of the script on a disk. */
interface Outcome {
  readonly store: SimulatedStore;
  readonly history: History;
  readonly trace: readonly string[];
  /** The time at the end, epoch milliseconds. */
  readonly now: number;
  /** Why the shop did not open; undefined if it opened. */
  readonly failure?: Error;
}

/** Plays the script to its end, or until the shop crashes or its store fails. */
async function play(
  disk: SimulatedDisk,
  crashIf?: (store: SimulatedStore) => void,
): Promise<Outcome> {
  const [history, clock, trace] = [new History(), simulatedClock(START), [] as string[]];
  let session: ShopSession | undefined;
  const store = simulatedStore({
    ...disk,
    onCommit(number, batch) {
      const shop = session?.shop;
      const read = shop && (() => readShopState(shop, history));
      const received = session?.unitsBeingReceived;
      history.addBatch(number, batch, { at: clock.now(), read, received });
      session?.assignBatch(number);
      crashIf?.(store);
    },
  });
  const outcome = { store, history, trace };
  let ids = 0;
  const shop = await openOn(store, { clock, cartExpiryMs, createId: () => `id${++ids}` });
  if (shop === 'crashed') return { ...outcome, now: clock.now() };
  if (shop instanceof Error) return { ...outcome, now: clock.now(), failure: shop };
  history.setState(readShopState(shop, history));
  session = new ShopSession({
    shop,
    store,
    history,
    trace,
    now: () => clock.now(),
    rules: new KeyedCheckouts(),
  });
  for (const round of script) {
    for (const step of round) step({ session, clock, orderIds: history.orderIds });
    await session.flush();
    if (store.hasCrashed || store.failure !== undefined) break;
    session.expectIdle();
  }
  if (store.failure !== undefined) {
    await session.expectStopped();
    readShopState(shop, history);
  }
  return { ...outcome, now: clock.now() };
}

const synchronous: SimulatedDisk = {};
const slow: SimulatedDisk = { isSynchronous: () => false };
const grouped: SimulatedDisk = { isSynchronous: () => false, joinsGroup: () => true };

const reference = await play(synchronous);
const batches = Array.from({ length: reference.store.committed }, (_, index) => index + 1);

/** The number of the batches that opening an empty store makes: its head, and what it knows of the charts. */
const opening = reference.history.checkpoints.findIndex(({ state }) => state !== undefined);

/** The state of the reference shop after a batch; while it is opened, that of a shop just opened. */
function stateAfter(batch: number): ShopState {
  return reference.history.checkpoints[Math.max(batch, opening)]?.state as ShopState;
}

/** Expects that the durable records open as the reference shop after that batch and the due timers. */
async function expectRecovered({ store, history, now }: Outcome): Promise<void> {
  const { durable } = store;
  history.truncateAfter(durable);
  const restarted = store.restart({
    onCommit: (number, batch) => history.addBatch(number, batch, { at: now }),
  });
  const shop = await openOn(restarted, { clock: simulatedClock(now), cartExpiryMs });
  if (shop === 'crashed' || shop instanceof Error) throw shop;
  const state = readShopState(shop, history);
  expect(state).toEqual(afterTimers(stateAfter(durable), now));
  const { lastFact = 0, positions } = reference.history.checkpoints[durable] ?? {};
  expect(history.facts.slice(0, lastFact)).toEqual(reference.history.facts.slice(0, lastFact));
  expect(shop.consumer('mail').position).toBe(positions?.get('mail') ?? 0);
  expectStandard(shop, state, history);
  await expectFacts(shop, history);
}

/** The command whose turn is this batch; undefined for a timer and for a consumer's first batch. */
function causeOf(batch: number): string | undefined {
  const line = reference.trace.find((text) => text.endsWith(`→ batch ${batch}`));
  return line?.slice(0, line.indexOf(' → '));
}

/** All types of facts except `stock.low`. */
const FACTS = [
  'cart.expired',
  'cart.lineAdded',
  'cart.lineRemoved',
  'checkout.refused',
  'order.cancelled',
  'order.confirmed',
  'order.delivered',
  'order.placed',
  'order.shipped',
  'product.reviewed',
  'stock.depleted',
  'stock.restocked',
];

const unhandled: unknown[] = [];
const note = (cause: unknown) => unhandled.push(cause);
beforeAll(() => {
  process.on('unhandledRejection', note);
});
afterAll(async () => {
  await drain();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe('the script', () => {
  test('has the same outcome on every disk', async () => {
    for (const disk of [synchronous, slow, grouped]) {
      const { history, store } = await play(disk);
      expect(history.checkpoints).toEqual(reference.history.checkpoints);
      expect(history.facts).toEqual(reference.history.facts);
      expect(store.durable).toBe(reference.store.committed);
    }
    const kinds = new Set(reference.history.facts.map(({ type }) => type));
    expect([...kinds].sort()).toEqual(FACTS);
    for (const code of ['out-of-stock', 'invalid-transition', 'empty-cart']) {
      expect(reference.trace.some((line) => line.endsWith(`: ${code}`))).toBe(true);
    }
  });
});

describe.each(batches)('batch %i', (at) => {
  const disks = { 'a synchronous disk': synchronous, 'a disk that writes groups': grouped };

  test.each(Object.entries(disks))(
    'that throws on %s stops the shop, which then recovers',
    async (_, disk) => {
      const outcome = await play({ ...disk, fault: { at, shows: 'throws' } });
      expect(outcome.store.durable).toBe(at - 1);
      expectRejected(outcome, at);
      await expectRecovered(outcome);
    },
  );

  test.each(Object.entries(disks))(
    'that rejects on %s stops the shop, which then recovers',
    async (_, disk) => {
      const outcome = await play({ ...disk, fault: { at, shows: 'rejects' } });
      expect(outcome.store.durable).toBeLessThan(at);
      expectRejected(outcome, at);
      await expectRecovered(outcome);
    },
  );

  test.each([at - 1, at])('followed by a crash recovers as of batch %i', async (durable) => {
    const outcome = await play(slow, (store) => {
      if (store.committed === at) store.crash(durable - store.durable);
    });
    expect(outcome.store.durable).toBe(durable);
    await expectRecovered(outcome);
  });
});

/** Expects that the caller of the command, or of the opening, got the failure. */
function expectRejected({ store, trace, failure }: Outcome, at: number): void {
  expect(store.failure?.message).toBe(`batch ${at} cannot be written`);
  const cause = causeOf(at);
  if (at === 1) expect(failure).toBe(store.failure);
  else if (cause !== undefined) expect(trace).toContain(`  ${cause}: rejected`);
}
