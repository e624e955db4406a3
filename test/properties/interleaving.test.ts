import { expect, test } from 'vitest';
import { Run } from './interleaving/Run.ts';
import { runs } from './runs.ts';

/** `SEED=... npx vitest run test/properties/interleaving.test.ts` repeats a failed run. */
const seeds =
  process.env.SEED === undefined
    ? Array.from({ length: runs(40) }, (_, index) => index + 1)
    : [Number(process.env.SEED)];

test('observers that are attached and detached in the middle change nothing, and see what one attached from the start sees', async () => {
  const done: Record<string, number> = {};
  const compared = { steps: 0, snapshots: 0 };
  const labels = new Set<string>();
  const types = new Set<string>();
  for (const seed of seeds) {
    const run = new Run(seed);
    try {
      await run.run();
    } catch (cause) {
      throw new Error(`SEED=${seed} repeats this run:\n${run.trace.join('\n')}\n`, { cause });
    }
    compared.steps += run.compared.steps;
    compared.snapshots += run.compared.snapshots;
    for (const type of run.factTypes) types.add(type);
    for (const label of run.meddler.keeper.labels) labels.add(label);
    for (const [act, count] of Object.entries(run.meddler.done)) {
      done[act] = (done[act] ?? 0) + count;
    }
  }
  if (seeds.length < 10) return;
  // The runs did what they are for.
  expect(compared.steps).toBeGreaterThan(3 * seeds.length);
  expect(compared.snapshots).toBeGreaterThan(seeds.length);
  expect(Object.keys(done)).toHaveLength(7);
  expect([...labels]).toEqual(
    expect.arrayContaining(['inspected', 'subscription', 'listener', 'getSnapshot()']),
  );
  expect([...types]).toEqual(
    expect.arrayContaining([
      'cart.expired',
      'checkout.refused',
      'order.delivered',
      'order.cancelled',
    ]),
  );
  expect(Math.min(...Object.values(done))).toBeGreaterThan(seeds.length / 2);
});
