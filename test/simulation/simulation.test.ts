import { expect, test } from 'vitest';
import { runs } from '../properties/runs.ts';
import { Simulation } from './Simulation.ts';
import { watchStrangers } from './watchStrangers.ts';

/** `SEED=... npx vitest run test/simulation` repeats a failure. */
const seeds =
  process.env.SEED === undefined
    ? Array.from({ length: runs(500) }, (_, index) => index + 1)
    : [Number(process.env.SEED)];

test('whatever happens to a shop, it comes back as of one of its turns', async () => {
  for (const seed of seeds) await simulate(seed);
});

test('the same seed gives the same run, another seed another one', async () => {
  const digests = [];
  for (const seed of [1, 2, 3, 1, 2, 3]) digests.push((await simulate(seed)).digest());
  expect(digests.slice(3)).toEqual(digests.slice(0, 3));
  expect(new Set(digests).size).toBe(3);
});

test('a run asks for no time, no chance and no timer but its own', async () => {
  const calls: string[] = [];
  const stop = watchStrangers(calls);
  try {
    for (const seed of [4, 5, 6]) await simulate(seed);
  } finally {
    stop();
  }
  expect(calls).toEqual([]);
});

async function simulate(seed: number): Promise<Simulation> {
  const simulation = new Simulation(seed);
  try {
    await simulation.run();
  } catch (cause) {
    const trace = simulation.trace.join('\n');
    throw new Error(`SEED=${seed} repeats this:\n${trace}\n`, { cause });
  }
  return simulation;
}
