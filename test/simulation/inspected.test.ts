import { expect, test } from 'vitest';
import { seedsFor } from './seeds.ts';
import { Simulation } from './simulation.ts';

/** `SEED=... npx vitest run test/simulation` repeats a failed run, `BASE_SEED=...` all runs. */
const { seeds, title } = seedsFor(100);

test(`a shop that is inspected, and so takes every step as XState does, writes the same records and facts (${title})`, async () => {
  let inspected = 0;
  let written = 0;
  for (const seed of seeds) {
    const alone = new Simulation(seed);
    const watched = new Simulation(seed, { inspect: () => void inspected++ });
    await alone.run();
    await watched.run();
    const about = `SEED=${seed} repeats it`;
    expect(watched.trace, about).toEqual(alone.trace);
    for (const [index, batch] of alone.batches.entries()) {
      expect(JSON.stringify(watched.batches[index]), about).toBe(JSON.stringify(batch));
      written += batch.length;
    }
    expect(watched.batches, about).toHaveLength(alone.batches.length);
    expect(watched.digest(), about).toBe(alone.digest());
  }
  expect(inspected).toBeGreaterThan(100 * seeds.length);
  expect(written).toBeGreaterThan(20 * seeds.length);
});
