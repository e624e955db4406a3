import { print } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { hotStock } from '../sale/fillSaleShop.ts';
import { SALE_TERMS } from '../sale/saleShop.ts';
import { differencesIn } from './differences.ts';
import { figuresOf, type MixFigures } from './figures.ts';
import { figuresText } from './figuresText.ts';
import { NAMED_DIFFERENCES } from './limits.ts';
import { HELP, type MixArguments, readArguments } from './readArguments.ts';
import { runRounds } from './runRounds.ts';

/**
 * The command `npm run bench:mix`; {@link HELP} says what it does.
 *
 * Goals: the CPU time of a sale, so exactly that two builds can be compared on a busy machine, and the
 * proof that both do the same.
 * Non-goals: latency, and whether a rate is held in real time, which `npm run sale` is for; stores on
 * disk.
 */
export const mixCommand: Command<MixArguments> = {
  name: 'mix',
  help: HELP,
  readArguments,
  async run(given) {
    const { settings, warmUpMs, rounds, out } = given;
    const { seed, store: _memory, ...rest } = settings;
    await runBenchmark({
      ...{ name: 'mix', seed, out, figuresText },
      settings: { ...rest, hotStock: hotStock(settings), warmUpMs, rounds, ...SALE_TERMS },
      measure: () => measure(given),
    });
    return 0;
  },
};

/** @throws Error if two runs differ in what happened; the figures are printed, but not written. */
async function measure(given: MixArguments): Promise<MixFigures> {
  const series = await runRounds(given);
  const figures = figuresOf(series, given.settings);
  const differences = differencesIn(series);
  if (differences.length === 0) return figures;
  print(figuresText(figures));
  const named = differences.slice(0, NAMED_DIFFERENCES);
  const rest = differences.length - named.length;
  const others = rest === 0 ? '' : `; and ${rest} more`;
  throw new Error(`two runs have done different things: ${named.join('; ')}${others}`);
}
