import { MAX_LAG_AT_END_MS, MIN_HELD_SHARE } from './limits.ts';
import type { SaleFigures } from './saleFigures.ts';

/** What a run has to keep to. */
export interface Criterion {
  readonly minHeldShare: number;
  readonly maxLagAtEndMs: number;
}

const CRITERION: Criterion = { minHeldShare: MIN_HELD_SHARE, maxLagAtEndMs: MAX_LAG_AT_END_MS };

/** What is wrong with a run, one line each; a run without any of it ends with exit code 0. */
export function verdict(
  figures: SaleFigures,
  { minHeldShare, maxLagAtEndMs }: Criterion = CRITERION,
): string[] {
  const { seconds, checkouts, requests, lagAtEndMs, errors, unanswered, audit } = figures;
  const lines: string[] = [];
  if (seconds === 0) lines.push('nothing was measured: the run was ended in its warm-up');
  for (const [what, { asked, held, share, missed }] of [
    ['checkouts', checkouts],
    ['requests', requests],
  ] as const) {
    if (share >= minHeldShare && missed === 0) continue;
    lines.push(
      `rate missed: ${perSecond(held)} of ${perSecond(asked)} ${what} a second were held (${percent(share)}, expected ${percent(minHeldShare)}), ${missed} were never issued`,
    );
  }
  if (lagAtEndMs > maxLagAtEndMs) {
    lines.push(
      `rate missed: the run was ${Math.round(lagAtEndMs)} ms behind at its end (expected at most ${maxLagAtEndMs} ms)`,
    );
  }
  if (errors.count > 0)
    lines.push(`${errors.count} requests failed, the first with: ${errors.first}`);
  if (unanswered > 0) lines.push(`${unanswered} requests were never answered`);
  if (!audit.ok) {
    lines.push(
      `the audit found ${audit.problems.length} problems, the first: ${audit.problems[0]}`,
    );
  }
  return lines;
}

function perSecond(rate: number): string {
  return rate.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
