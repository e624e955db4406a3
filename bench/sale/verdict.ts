import { numberText, percentText } from '../../src/terminal/numberText.ts';
import { MAX_LAG_AT_END_MS, MIN_HELD_SHARE } from './limits.ts';
import type { SaleFigures } from './saleFigures.ts';

/** When a run counts as having held its rate. */
export interface Criterion {
  readonly minHeldShare: number;
  readonly maxLagAtEndMs: number;
}

/** What is wrong with a run, a line each. */
export interface Verdict {
  /** Faults of the shop, or of the run: an audit that is not clean, errors, lost answers. */
  readonly failures: readonly string[];
  /** The rate was missed, and by how much: on a slow machine this says nothing about the shop. */
  readonly missedRates: readonly string[];
}

const CRITERION: Criterion = { minHeldShare: MIN_HELD_SHARE, maxLagAtEndMs: MAX_LAG_AT_END_MS };

export function verdict(figures: SaleFigures, criterion: Criterion = CRITERION): Verdict {
  return { failures: failuresIn(figures), missedRates: missedRatesIn(figures, criterion) };
}

/** @param requiresRate true when a missed rate is an error, too. */
export function exitCodeOf({ failures, missedRates }: Verdict, requiresRate: boolean): 0 | 1 {
  return failures.length > 0 || (requiresRate && missedRates.length > 0) ? 1 : 0;
}

function failuresIn({ seconds, errors, unanswered, audit }: SaleFigures): string[] {
  const lines: string[] = [];
  if (seconds === 0) lines.push('nothing was measured: the run was ended in its warm-up');
  if (errors.count > 0) {
    lines.push(`${errors.count} requests failed, the first with: ${errors.first}`);
  }
  if (unanswered > 0) lines.push(`${unanswered} requests were never answered`);
  if (!audit.ok) {
    const [first] = audit.problems;
    lines.push(`the audit found ${audit.problems.length} problems, the first: ${first}`);
  }
  return lines;
}

function missedRatesIn(
  { checkouts, requests, lagAtEndMs }: SaleFigures,
  { minHeldShare, maxLagAtEndMs }: Criterion,
): string[] {
  const lines: string[] = [];
  for (const [what, { asked, held, share, missed }] of [
    ['checkouts', checkouts],
    ['requests', requests],
  ] as const) {
    if (share >= minHeldShare && missed === 0) continue;
    const rate = `held ${numberText(held, 1)} of ${numberText(asked, 1)} ${what} per second`;
    const shares = `${percentText(share)}, at least ${percentText(minHeldShare)} expected`;
    lines.push(`rate missed: ${rate} (${shares}); ${numberText(missed)} never issued`);
  }
  if (lagAtEndMs > maxLagAtEndMs) {
    const lag = `${numberText(lagAtEndMs)} ms behind at its end`;
    lines.push(`rate missed: the run was ${lag} (at most ${maxLagAtEndMs} ms expected)`);
  }
  return lines;
}
