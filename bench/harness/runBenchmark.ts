import { print, printError } from '../../src/terminal/output.ts';
import { machineText } from './machineText.ts';
import { openResults, type Result, writeResult } from './results.ts';

export interface Benchmark<Figures extends object> {
  /** Of its result, and of the file that holds it. */
  readonly name: string;
  readonly seed: number;
  readonly settings: Result['settings'];
  /** The folder for results. */
  readonly out: string;
  readonly measure: () => Promise<Figures>;
  /** The figures as they are printed. */
  readonly figuresText: (figures: Figures) => string;
}

/**
 * Prints the machine and the settings, measures, prints the figures, and writes them with the report.
 *
 * @throws UsageError before anything is measured if the folder cannot be used.
 */
export async function runBenchmark<Figures extends object>(
  benchmark: Benchmark<Figures>,
): Promise<Figures> {
  const { name, seed, settings, out, measure, figuresText } = benchmark;
  openResults(out);
  print(`machine   ${machineText()}\n`);
  print(`settings  ${JSON.stringify(settings)}\nseed      ${seed}\n\n`);
  const figures = await measure();
  print(figuresText(figures));
  await writeFigures(out, name, {
    seed,
    settings,
    figures: Object.fromEntries(Object.entries(figures)),
  });
  return figures;
}

/** Writes a result, and the report of all results in its folder; says on stderr where. */
export async function writeFigures(
  out: string,
  name: string,
  result: Pick<Result, 'seed' | 'settings' | 'figures'>,
): Promise<void> {
  const path = writeResult(out, name, result);
  // Loaded late: what draws the plots takes a second, and memory that is not to be measured.
  const { writeReport } = await import('./report.ts');
  printError(`written: ${path}, ${writeReport(out)}\n`);
}
