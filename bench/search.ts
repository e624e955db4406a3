import { type Progress, startProgress } from './cli/progress.ts';
import { runCommand } from './cli/runCommand.ts';
import { machineText } from './closedLoop/machineText.ts';
import { openResults, writeResult } from './harness/results.ts';
import type { SearchBenchmarkFigures } from './search/figures.ts';
import { figuresText } from './search/figuresText.ts';
import { MAX_SHOP_PRODUCTS, PAGE_SIZE, WARM_UP_SEARCHES } from './search/limits.ts';
import { HELP, readArguments, type SearchArguments } from './search/readArguments.ts';
import { runVariants, type TellOf } from './search/runVariants.ts';

/**
 * The command `npm run bench:search`; {@link HELP} says what it does.
 *
 * Goals: what searches and changes cost here beside what people use in its place, with the same
 * products and the same searches; each peer as its friends would set it up.
 * Non-goals: servers of their own, whose searches cross a socket, and the quality of relevance.
 */
async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { products, searches, seconds, rounds, variants, seed, out } = given;
  openResults(out);
  const settings = {
    ...{ products, searches, seconds, rounds, variants },
    ...{ warmUp: WARM_UP_SEARCHES, page: PAGE_SIZE },
  };
  process.stdout.write(`machine   ${machineText()}\n`);
  process.stdout.write(`settings  ${JSON.stringify(settings)}\nseed      ${seed}\n`);
  if (variants.includes('shop') && products > MAX_SHOP_PRODUCTS) {
    process.stdout.write(`left out  shop: more than ${MAX_SHOP_PRODUCTS} products\n`);
  }
  const figures = await run(given);
  process.stdout.write(`\n${figuresText(figures)}`);
  const path = writeResult(out, `search-${products}`, { seed, settings, figures: { ...figures } });
  // Not sooner: the plots of the report take a second to load.
  const { writeReport } = await import('./harness/report.ts');
  process.stderr.write(`written: ${path}, ${writeReport(out)}\n`);
  return figures.failed.length === 0 ? 0 : 1;
}

async function run(given: SearchArguments): Promise<SearchBenchmarkFigures> {
  let shown: { readonly stage: string; readonly progress: Progress } | undefined;
  const stop = () => {
    shown?.progress.stop();
    shown = undefined;
  };
  const tellOf: TellOf = (variant, round) => {
    stop();
    const label = given.rounds === 1 ? variant : `${variant}, round ${round + 1}`;
    return ({ stage, done, total }) => {
      if (shown?.stage !== stage) {
        stop();
        shown = { stage, progress: startProgress({ label, total, unit: stage }) };
      }
      shown.progress.update(done);
    };
  };
  try {
    return await runVariants(given, tellOf);
  } finally {
    stop();
  }
}

await runCommand('search', main);
