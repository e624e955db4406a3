import { expect, test } from 'vitest';
import { seedsFor } from './seeds.ts';
import { Simulation } from './simulation.ts';
import { watchNondeterminism } from './watchNondeterminism.ts';

/** `SEED=... npx vitest run test/simulation` repeats a failed run, `BASE_SEED=...` all runs. */
const { seeds, title } = seedsFor(300);

test(`a shop recovers from every crash and failure as it was after one of its turns (${title})`, async () => {
  for (const seed of seeds) await simulate(seed);
});

test('a seed always gives the same run, and different seeds give different runs', async () => {
  const digests = [];
  for (const seed of [1, 2, 3, 1, 2, 3]) digests.push((await simulate(seed)).digest());
  expect(digests.slice(3)).toEqual(digests.slice(0, 3));
  expect(new Set(digests).size).toBe(3);
});

test('a run uses no clock, random numbers or timers except the simulated ones', async () => {
  const calls: string[] = [];
  const stopWatching = watchNondeterminism(calls);
  try {
    for (const seed of [4, 5, 6]) await simulate(seed);
  } finally {
    stopWatching();
  }
  expect(calls).toEqual([]);
});

async function simulate(seed: number): Promise<Simulation> {
  const simulation = new Simulation(seed);
  try {
    await simulation.run();
  } catch (cause) {
    const trace = simulation.trace.join('\n');
    throw new Error(`SEED=${seed} repeats this run:\n${trace}\n`, { cause });
  }
  return simulation;
}

test('half of the seeds are the same in every run, the others follow one that the title tells', () => {
  if (process.env.SEED !== undefined) return;
  const fixed = Math.ceil(seeds.length / 2);
  expect(seeds.slice(0, fixed)).toEqual(Array.from({ length: fixed }, (_, index) => index + 1));
  const base = Number(/BASE_SEED=(\d+)/.exec(title)?.[1]);
  const random = Array.from({ length: seeds.length - fixed }, (_, index) => base + index);
  expect(seeds.slice(fixed)).toEqual(random);
});
