import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText } from '../../src/terminal/numberText.ts';
import { startProgress } from '../../src/terminal/progress.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { BATCH, IN_FLIGHT, PRODUCTS, SEED } from './limits.ts';
import { type MicroFigures, measure } from './measure.ts';
import type { MicroBenchmark } from './microBenchmark.ts';
import { HELP, type MicroArguments, readArguments } from './readArguments.ts';
import { selectBenchmarks } from './selectBenchmarks.ts';

/**
 * The command `npm run bench`; {@link HELP} says what it does.
 *
 * Goals: the cost of the parts of a command, so that a change that makes one slower is seen, and the
 * gain of compiling a chart.
 * Non-goals: latency and behaviour under a given load, which `npm run sale` is for; growth, which
 * `npm run bench:scaling` is for.
 */
export const microCommand: Command<MicroArguments> = {
  name: 'bench',
  help: HELP,
  readArguments,
  async run({ only, seconds, out }) {
    const wanted = selectBenchmarks(only);
    await runBenchmark({
      ...{ name: 'bench', seed: SEED, out },
      settings: { seconds, only, batch: BATCH, inFlight: IN_FLIGHT, products: PRODUCTS },
      measure: async () => ({ benchmarks: await measureAll(wanted, seconds) }),
      figuresText: ({ benchmarks }) => `${table(benchmarks)}\n`,
    });
    return 0;
  },
};

async function measureAll(
  benchmarks: readonly MicroBenchmark[],
  seconds: number,
): Promise<MicroFigures[]> {
  const figures: MicroFigures[] = [];
  const total = benchmarks.length;
  const progress = startProgress({ label: 'bench', total, unit: 'benchmarks' });
  try {
    for (const [index, benchmark] of benchmarks.entries()) {
      progress.update(index, benchmark.name);
      figures.push(await measure(benchmark, seconds));
    }
    return figures;
  } finally {
    progress.stop();
  }
}

function table(figures: readonly MicroFigures[]): string {
  const titles = ['benchmark', 'a second', 'µs each', '±', 'samples', 'verified'];
  return columnTable(
    titles,
    figures.map(({ name, opsPerSecond, microseconds, marginPercent, samples, verified }) => [
      name,
      numberText(opsPerSecond),
      microseconds.toPrecision(3),
      `${marginPercent.toFixed(1)} %`,
      numberText(samples),
      numberText(verified),
    ]),
  );
}
