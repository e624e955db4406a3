import { LIFECYCLE_VARIANTS, type Variant, type Workload } from './peer.ts';
import type { WorkloadResult } from './runWorkload.ts';
import { Unavailable } from './unavailable.ts';

/** One variant with one workload, over all rounds. */
export interface Series {
  readonly variant: Variant;
  readonly workload: Workload;
  readonly runs: readonly WorkloadResult[];
}

export interface Rounds {
  readonly series: readonly Series[];
  readonly skipped: readonly { readonly variant: Variant; readonly reason: string }[];
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly variants: readonly Variant[];
  /** Runs a variant once. Rejects with {@link Unavailable} if the variant has to be left out. */
  readonly run: (variant: Variant, workload: Workload) => Promise<WorkloadResult>;
  /** Receives the number of runs that are done, and the variant of the next one. */
  readonly onProgress?: (done: number, next: string) => void;
}

/** Returns the number of runs if no variant is skipped. */
export function countRuns(variants: readonly Variant[], rounds: number): number {
  return pairsOf(variants).length * rounds;
}

/**
 * Runs all variants in turn, in each round in the reverse order of the one before, so that a drift of
 * the machine's speed affects all of them.
 *
 * @throws the error of a run, unless it says that the variant is unavailable.
 */
export async function runRounds(options: RoundsOptions): Promise<Rounds> {
  const { rounds, variants, run, onProgress } = options;
  const pairs = pairsOf(variants).map((pair) => ({ ...pair, runs: [] as WorkloadResult[] }));
  const reasons = new Map<Variant, string>();
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    for (const { variant, workload, runs } of round % 2 === 0 ? pairs : pairs.toReversed()) {
      onProgress?.(done++, variant);
      if (reasons.has(variant)) continue;
      try {
        runs.push(await run(variant, workload));
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        reasons.set(variant, error.message);
      }
    }
  }
  return {
    series: pairs.filter(({ variant }) => !reasons.has(variant)),
    skipped: [...reasons].map(([variant, reason]) => ({ variant, reason })),
  };
}

function pairsOf(variants: readonly Variant[]): { variant: Variant; workload: Workload }[] {
  const checkouts = variants.map((variant) => ({ variant, workload: 'checkouts' as const }));
  const lifecycles = variants
    .filter((variant) => LIFECYCLE_VARIANTS.includes(variant))
    .map((variant) => ({ variant, workload: 'lifecycles' as const }));
  return [...checkouts, ...lifecycles];
}
