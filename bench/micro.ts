import { startProgress } from './cli/progress.ts';
import { runCommand } from './cli/runCommand.ts';
import { machineText } from './closedLoop/machineText.ts';
import { textTable } from './closedLoop/textTable.ts';
import { openResults, writeResult } from './harness/results.ts';
import { BATCH, IN_FLIGHT, PRODUCTS, SEED } from './micro/limits.ts';
import { type MicroFigures, measure } from './micro/measure.ts';
import type { MicroBenchmark } from './micro/microBenchmark.ts';
import { HELP, readArguments } from './micro/readArguments.ts';
import { selectBenchmarks } from './micro/selectBenchmarks.ts';

/**
 * The command `npm run bench`; {@link HELP} says what it does.
 *
 * Goals: what the parts of a command cost, so that a change that makes one slower is seen, and what
 * compiling a chart brings.
 * Non-goals: latency and behaviour under a given load, which `npm run sale` is for; growth, which
 * `npm run bench:scaling` is for.
 */
async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { only, seconds, out } = given;
  const wanted = selectBenchmarks(only);
  openResults(out);
  const settings = { seconds, only, batch: BATCH, inFlight: IN_FLIGHT, products: PRODUCTS };
  process.stdout.write(`machine   ${machineText()}\n`);
  process.stdout.write(`settings  ${JSON.stringify(settings)}\nseed      ${SEED}\n\n`);
  const benchmarks = await measureAll(wanted, seconds);
  process.stdout.write(`${table(benchmarks)}\n`);
  const path = writeResult(out, 'bench', { seed: SEED, settings, figures: { benchmarks } });
  // Not sooner: the plots of the report take a second to load.
  const { writeReport } = await import('./harness/report.ts');
  process.stderr.write(`written: ${path}, ${writeReport(out)}\n`);
  return 0;
}

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
  const number = (value: number) => Math.round(value).toLocaleString('en-US');
  return textTable(
    titles,
    figures.map(({ name, opsPerSecond, microseconds, marginPercent, samples, verified }) => [
      name,
      number(opsPerSecond),
      microseconds.toPrecision(3),
      `${marginPercent.toFixed(1)} %`,
      number(samples),
      number(verified),
    ]),
  );
}

await runCommand('bench', main);
