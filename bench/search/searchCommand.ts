import { printError } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { type StagedProgress, startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import type { SearchBenchmarkFigures } from './figures.ts';
import { figuresText } from './figuresText.ts';
import { MAX_SHOP_PRODUCTS, PAGE_SIZE, WARM_UP_SEARCHES } from './limits.ts';
import { HELP, readArguments, type SearchArguments } from './readArguments.ts';
import { runVariants } from './runVariants.ts';

/**
 * The command `npm run bench:search`; {@link HELP} says what it does.
 *
 * Goals: the cost of searches and changes beside that of the alternatives, with the same products and
 * the same searches; each peer set up as its own advocates would do it.
 * Non-goals: servers of their own, whose searches cross a socket, and the quality of relevance.
 */
export const searchCommand: Command<SearchArguments> = {
  name: 'search',
  help: HELP,
  readArguments,
  async run(given) {
    const { products, searches, seconds, warmUpMs, rounds, variants, seed, out } = given;
    if (variants.includes('shop') && products > MAX_SHOP_PRODUCTS) {
      printError(`left out: shop: more than ${MAX_SHOP_PRODUCTS} products\n`);
    }
    const { failed } = await runBenchmark({
      ...{ name: `search-${products}`, seed, out, figuresText },
      settings: {
        ...{ products, searches, seconds, rounds, variants },
        ...{ warmUp: WARM_UP_SEARCHES, shopWarmUpMs: warmUpMs, page: PAGE_SIZE },
      },
      measure: () => measure(given),
    });
    return failed.length === 0 ? 0 : 1;
  },
};

async function measure(given: SearchArguments): Promise<SearchBenchmarkFigures> {
  let progress: StagedProgress | undefined;
  try {
    return await runVariants(given, (variant, round) => {
      progress?.stop();
      const label = given.rounds === 1 ? variant : `${variant}, round ${round + 1}`;
      progress = startStagedProgress(label);
      return progress.update;
    });
  } finally {
    progress?.stop();
  }
}
