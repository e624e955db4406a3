import { totalmem } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printError } from '../../src/terminal/output.ts';
import { runChild } from '../harness/runChild.ts';
import type { OnProgress } from '../scaling/point.ts';
import { compareAnswers } from './compareAnswers.ts';
import type { SearchBenchmarkFigures, VariantResult } from './figures.ts';
import { HEAP_SHARE, MAX_SHOP_PRODUCTS, TIMEOUT_MS } from './limits.ts';
import type { ShopResult, ShopTask } from './measureShop.ts';
import type { VariantTask } from './measureVariant.ts';
import { medianFigures } from './medianFigures.ts';
import type { PeerVariant, Variant } from './peer.ts';
import type { SearchArguments } from './readArguments.ts';

/** Makes the receiver of the progress of one run. */
export type OnProgressOf = (variant: Variant, round: number) => OnProgress;

/** The variants whose failure ends the run; others may run out of memory. */
const OWN: readonly Variant[] = ['statecart', 'naive', 'shop'];

/** The variants to run: with too many products the shop is left out. */
export function variantsFor({ variants, products }: SearchArguments): Variant[] {
  return variants.filter((variant) => variant !== 'shop' || products <= MAX_SHOP_PRODUCTS);
}

/**
 * Runs all variants, in each round in the reverse order of the one before, so that a drift of the
 * machine's speed affects all of them.
 *
 * @throws Error if catalogues or answers differ, or if statecart or the naive variant fails.
 */
export async function runVariants(
  given: SearchArguments,
  onProgressOf: OnProgressOf,
): Promise<SearchBenchmarkFigures> {
  const { products, searches, seconds, warmUpMs, seed, rounds } = given;
  const wanted = variantsFor(given);
  const results = new Map<PeerVariant, VariantResult[]>();
  const shops: ShopResult[] = [];
  const failed = new Map<Variant, string>();
  const areCompared = (['statecart', 'naive'] as const).every((name) => wanted.includes(name));

  async function runOne(variant: Variant, round: number, onProgress: OnProgress): Promise<void> {
    if (variant === 'shop') {
      shops.push(
        await runIn(
          'runShop',
          { products, seconds, warmUpMs, seed } satisfies ShopTask,
          onProgress,
        ),
      );
      return;
    }
    // The same searches have the same answers in every round: one round is enough.
    const answers = areCompared && OWN.includes(variant) && round === 0;
    const task: VariantTask = { variant, products, searches, seed, answers };
    const result = await runIn<VariantResult>('runVariant', task, onProgress);
    results.set(variant, [...(results.get(variant) ?? []), result]);
  }

  for (let round = 0; round < rounds; round++) {
    for (const variant of round % 2 === 0 ? wanted : wanted.toReversed()) {
      if (failed.has(variant)) continue;
      try {
        await runOne(variant, round, onProgressOf(variant, round));
      } catch (error) {
        if (OWN.includes(variant)) throw new Error(`${variant}: ${(error as Error).message}`);
        const { message } = error as Error;
        printError(`${variant}: ${message}\n`);
        failed.set(variant, reasonOf(message));
      }
    }
  }
  const all = [...[...results.values()].flat(), ...shops];
  const [checksum = '', ...others] = new Set(all.map((result) => result.checksum));
  if (others.length > 0) throw new Error('the variants have searched different catalogues');
  return {
    checksum,
    variants: [...results]
      .filter(([variant]) => !failed.has(variant))
      .map(([variant, runs]) => ({
        variant,
        ...medianFigures(runs.map(({ figures }) => figures)),
      })),
    shop: shops.length === 0 ? null : medianFigures(shops.map(({ figures }) => figures)),
    compared: areCompared ? compare(results) : null,
    failed: [...failed].map(([variant, reason]) => ({ variant, reason })),
  };
}

/** A short reason: the output of a process may name folders of this machine. */
function reasonOf(message: string): string {
  const [line = ''] = message.split('\n');
  return /^a process ended early \([^)]*\)/.exec(line)?.[0] ?? line;
}

function compare(
  results: ReadonlyMap<PeerVariant, readonly VariantResult[]>,
): SearchBenchmarkFigures['compared'] {
  const own = results.get('statecart')?.[0]?.answers;
  const naive = results.get('naive')?.[0]?.answers;
  if (!own || !naive) throw new Error('there are no answers to compare');
  return compareAnswers(own, naive);
}

function runIn<Result>(module: string, task: object, onProgress: OnProgress): Promise<Result> {
  const url = new URL(`${module}${extname(import.meta.url)}`, import.meta.url);
  const megabytes = Math.floor((totalmem() * HEAP_SHARE) / 2 ** 20);
  return runChild<Result>({
    module: fileURLToPath(url),
    task,
    timeoutMs: TIMEOUT_MS,
    nodeOptions: ['--expose-gc', `--max-old-space-size=${megabytes}`],
    onProgress,
  });
}
