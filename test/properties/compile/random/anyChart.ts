import { inspect } from 'node:util';
import fc from 'fast-check';
import { runs } from '../../runs.ts';
import { asItIs, type Chart, type Step } from '../chart.ts';
import { Trace } from '../trace.ts';
import { chartOf } from './buildChart.ts';
import { chartSpec, stepsSpec } from './chartSpec.ts';

/** Any chart without parallel and history states, with any steps. */
export const anyChart: fc.Arbitrary<Chart> = fc
  .tuple(chartSpec, stepsSpec)
  .map(([spec, steps]) => chartOf(spec, steps as readonly Step[]));

/** Other steps for any of the charts. */
export const anySteps = stepsSpec as fc.Arbitrary<readonly Step[]>;

/** Fails with the smallest failing chart, as XState's config, and with the difference. */
export function reportAsConfig<Given extends [Chart, ...unknown[]]>(
  details: fc.RunDetails<Given>,
): void {
  const { failed, seed, counterexample, errorInstance: cause } = details;
  if (!failed || counterexample === null) return;
  const [chart, ...rest] = counterexample as unknown as [Chart, ...unknown[]];
  const { config } = chart.build({ trace: new Trace(), make: asItIs });
  const shown = [config, chart.steps, ...rest].map((part) =>
    inspect(part, { depth: 30, breakLength: 100 }),
  );
  const wrong = (cause as Error).message;
  throw new Error(`SEED=${seed} repeats it:\n${shown.join('\n')}\n\n${wrong}`, { cause });
}

/** A slow computer sees fewer charts, and shrinking a failing chart stops after this time. */
export const runSettings = { interruptAfterTimeLimit: Math.max(60_000, runs(60_000)) };
