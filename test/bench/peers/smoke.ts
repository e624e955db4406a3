import { expect } from 'vitest';
import type { PeerFigures, PeersFigures } from '../../../bench/peers/figures.ts';
import { runBuilt } from '../runBuilt.ts';
import type { Sandbox } from '../sandbox.ts';

/** Runs the command with tens of checkouts. */
export async function smoke(
  box: Sandbox,
  { only, rounds, env = {} }: { only: string; rounds: number; env?: NodeJS.ProcessEnv },
) {
  const args = ['--checkouts', '30', '--products', '40', '--rounds', String(rounds)];
  const ended = await runBuilt('peers', [...args, '--only', only, '--out', box.out], {
    ...box.env,
    ...env,
  });
  // A failure shows the messages of the command.
  expect({ ...ended, stdout: '' }).toEqual({
    ...{ status: 0, stdout: '' },
    stderr: expect.stringContaining('written: '),
  });
  return { ...ended, figures: box.figures<PeersFigures>('peers') };
}

/** 30 checkouts and 10 before them to warm up, of two units each. */
const UNITS_A_RUN = 80;

/** Expects plausible figures of {@link smoke}, and the units of its checkouts. */
export function expectSane(
  table: readonly PeerFigures[],
  { variants, rounds }: { variants: readonly string[]; rounds: number },
): void {
  expect(table.map(({ variant }) => variant)).toEqual(variants);
  for (const { perSecond, min, max, unitsSold } of table) {
    expect(unitsSold).toBe(UNITS_A_RUN * rounds);
    expect(min).toBeGreaterThan(0);
    expect(perSecond).toBeGreaterThanOrEqual(min);
    expect(perSecond).toBeLessThanOrEqual(max);
  }
}
