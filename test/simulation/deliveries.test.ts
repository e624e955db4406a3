import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DeliverySimulation } from './deliveries/deliverySimulation.ts';
import { DRAIN_MS } from './deliveries/deliveryTerms.ts';
import { seedsFor } from './seeds.ts';

/** `SEED=... npx vitest run test/simulation/deliveries` repeats a failed run, `BASE_SEED=...` all runs. */
const { seeds, title } = seedsFor(300);

// For how long a closing shop waits is real time, which would make each run different.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterAll(() => {
  vi.useRealTimers();
});

test(`messages are delivered in order, none is lost, and none comes twice but after a fault (${title})`, async () => {
  const totals = { sent: 0, dead: 0, repeated: 0 };
  for (const seed of seeds) {
    const { sent, dead, repeated } = (await simulate(seed)).totals();
    totals.sent += sent;
    totals.dead += dead;
    totals.repeated += repeated;
  }
  // A single run may be a short one.
  if (seeds.length < 100) return;
  expect(totals.sent).toBeGreaterThan(10 * seeds.length);
  expect(totals.dead).toBeGreaterThan(seeds.length);
  expect(totals.repeated).toBeGreaterThan(seeds.length);
});

test('a seed always gives the same run, and different seeds give different runs', async () => {
  const digests = [];
  for (const seed of [1, 2, 3, 1, 2, 3]) digests.push((await simulate(seed)).digest());
  expect(digests.slice(3)).toEqual(digests.slice(0, 3));
  expect(new Set(digests).size).toBe(3);
});

async function simulate(seed: number): Promise<DeliverySimulation> {
  const simulation = new DeliverySimulation(seed, () => vi.advanceTimersByTime(DRAIN_MS));
  try {
    await simulation.run();
  } catch (cause) {
    const trace = simulation.trace.join('\n');
    throw new Error(`SEED=${seed} repeats this run:\n${trace}\n`, { cause });
  }
  return simulation;
}
