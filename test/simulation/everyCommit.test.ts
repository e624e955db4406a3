import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatedClock } from '../../src/testing.ts';
import { Chronicle } from './history.ts';
import { drain, expectFacts, expectSound } from './expectations.ts';
import { fallDue } from './dueTimers.ts';
import { Life } from './shopSession.ts';
import { openOn } from './openOn.ts';
import { type Picture, pictureOf } from './shopState.ts';
import { MINUTE, script } from './script.ts';
import { type Disk, type SimulatedStore, simulatedStore } from './simulatedStore.ts';

const START = Date.UTC(2026, 0, 1);
const cartExpiryMs = 120 * MINUTE;

/** What has come of the script on a disk. */
interface Outcome {
  readonly store: SimulatedStore;
  readonly chronicle: Chronicle;
  readonly trace: readonly string[];
  /** The time at the end. */
  readonly now: number;
  /** Why the shop did not open, if it did not. */
  readonly failure?: Error;
}

/** Plays the script until something goes wrong. */
async function play(disk: Disk, pullPlug?: (store: SimulatedStore) => void): Promise<Outcome> {
  const [chronicle, clock, trace] = [new Chronicle(), simulatedClock(START), [] as string[]];
  let life: Life | undefined;
  const store = simulatedStore({
    ...disk,
    taken(number, batch) {
      const picture = life && pictureOf(life.shop);
      chronicle.note(number, batch, { picture, receives: life?.receives });
      life?.noteBatch(number);
      pullPlug?.(store);
    },
  });
  const outcome = { store, chronicle, trace };
  let ids = 0;
  const shop = await openOn(store, { clock, cartExpiryMs, createId: () => `id${++ids}` });
  if (shop === 'crashed') return { ...outcome, now: clock.now() };
  if (shop instanceof Error) return { ...outcome, now: clock.now(), failure: shop };
  chronicle.notePicture(pictureOf(shop));
  life = new Life({ shop, store, clock, chronicle, trace });
  for (const round of script) {
    for (const step of round) step({ life, clock, orderIds: chronicle.orderIds });
    await life.settle();
    if (store.hasCrashed || store.failure !== undefined) break;
    life.expectQuiet();
  }
  if (store.failure !== undefined) await life.expectStopped(() => pictureOf(shop));
  return { ...outcome, now: clock.now() };
}

const prompt: Disk = {};
const slow: Disk = { isPrompt: () => false };
const grouped: Disk = { isPrompt: () => false, joins: () => true };

const sound = await play(prompt);
const batches = Array.from({ length: sound.store.taken }, (_, index) => index + 1);

/** How the shop of a sound disk looked after a batch. One that has never been is one just opened. */
function pictureAfter(batch: number): Picture {
  return sound.chronicle.boundaries[Math.max(batch, 1)]?.picture as Picture;
}

/** Opens what is durable: it has to be the sound shop as of that batch, but for what is due now. */
async function expectSameAgain({ store, chronicle, now }: Outcome): Promise<void> {
  const { durable } = store;
  chronicle.cutBehind(durable);
  const again = store.restart({ taken: (number, batch) => chronicle.note(number, batch, {}) });
  const shop = await openOn(again, { clock: simulatedClock(now), cartExpiryMs });
  if (shop === 'crashed' || shop instanceof Error) throw shop;
  const picture = pictureOf(shop);
  expect(picture).toEqual(fallDue(pictureAfter(durable), now));
  const { lastFact = 0, positions } = sound.chronicle.boundaries[durable] ?? {};
  expect(chronicle.facts.slice(0, lastFact)).toEqual(sound.chronicle.facts.slice(0, lastFact));
  expect(shop.consumer('mail').position).toBe(positions?.get('mail') ?? 0);
  expectSound(shop, picture, chronicle);
  await expectFacts(shop, chronicle);
}

/** The command whose turn has this batch; undefined for a timer's, and for a consumer's first. */
function causeOf(batch: number): string | undefined {
  const line = sound.trace.find((text) => text.endsWith(`→ batch ${batch}`));
  return line?.slice(0, line.indexOf(' → '));
}

/** All there are but for stock that is low. */
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
  test('does what it says on every disk', async () => {
    for (const disk of [prompt, slow, grouped]) {
      const { chronicle, store } = await play(disk);
      expect(chronicle.boundaries).toEqual(sound.chronicle.boundaries);
      expect(chronicle.facts).toEqual(sound.chronicle.facts);
      expect(store.durable).toBe(sound.store.taken);
    }
    const kinds = new Set(sound.chronicle.facts.map(({ type }) => type));
    expect([...kinds].sort()).toEqual(FACTS);
    for (const code of ['out-of-stock', 'invalid-transition', 'empty-cart']) {
      expect(sound.trace.some((line) => line.endsWith(`: ${code}`))).toBe(true);
    }
  });
});

describe.each(batches)('batch %i', (at) => {
  const disks = { 'a prompt disk': prompt, 'a disk that writes groups': grouped };

  test.each(Object.entries(disks))(
    'that throws on %s stops the shop, which comes back',
    async (_, disk) => {
      const outcome = await play({ ...disk, fault: { at, shows: 'throws' } });
      expect(outcome.store.durable).toBe(at - 1);
      expectRejected(outcome, at);
      await expectSameAgain(outcome);
    },
  );

  test.each(Object.entries(disks))(
    'that rejects on %s stops the shop, which comes back',
    async (_, disk) => {
      const outcome = await play({ ...disk, fault: { at, shows: 'rejects' } });
      expect(outcome.store.durable).toBeLessThan(at);
      expectRejected(outcome, at);
      await expectSameAgain(outcome);
    },
  );

  test.each([at - 1, at])('that is the last before a crash leaves batch %i', async (durable) => {
    const outcome = await play(slow, (store) => {
      if (store.taken === at) store.crash(durable - store.durable);
    });
    expect(outcome.store.durable).toBe(durable);
    await expectSameAgain(outcome);
  });
});

/** Whoever has sent the command hears why it was not done. */
function expectRejected({ store, trace, failure }: Outcome, at: number): void {
  expect(store.failure?.message).toBe(`batch ${at} cannot be written`);
  const cause = causeOf(at);
  if (at === 1) expect(failure).toBe(store.failure);
  else if (cause !== undefined) expect(trace).toContain(`  ${cause}: rejected`);
}
