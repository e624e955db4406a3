import { memoryStore, warmUp } from '../../src/index.ts';
import { numberText } from '../../src/terminal/numberText.ts';
import { print, printError } from '../../src/terminal/output.ts';
import { type Progress, startProgress } from '../../src/terminal/progress.ts';
import type { Command, ExitCode } from '../../src/terminal/runCommand.ts';
import { openResults } from '../harness/results.ts';
import { writeFigures } from '../harness/runBenchmark.ts';
import { runSpikeCommand } from '../spike/spikeCommand.ts';
import { hotStock } from './fillSaleShop.ts';
import type { Metrics } from './metrics.ts';
import { openSaleShop } from './openSaleShop.ts';
import { HELP, readArguments, type SaleArguments } from './readArguments.ts';
import { generatorCores, runSale } from './runSale.ts';
import type { SaleFigures } from './saleFigures.ts';
import { SALE_TERMS, saleIds } from './saleShop.ts';
import { saleText } from './saleText.ts';
import { exitCodeOf, verdict } from './verdict.ts';

/**
 * The command `npm run sale`; {@link HELP} says what it does.
 *
 * Goals: the latency of a whole sale under a load that does not wait for the shop (an open loop), at
 * which rate the shop still keeps up, and whether its books are right afterwards.
 * Non-goals: the highest throughput, which `npm run bench` is for, searches, and several processes.
 */
export const saleCommand: Command<SaleArguments> = {
  name: 'sale',
  help: HELP,
  readArguments,
  run,
};

async function run(given: SaleArguments): Promise<ExitCode> {
  const { settings, out, requiresRate, spike } = given;
  openResults(out);
  if (spike !== undefined) return await runSpikeCommand(settings, spike, out);
  const figures = await measure(given);
  if (figures.seconds > 0) {
    print(saleText(settings, figures));
    await write(given, figures);
  }
  const found = verdict(figures);
  for (const line of [...found.missedRates, ...found.failures]) say(line);
  const code = exitCodeOf(found, requiresRate);
  if (code === 0 && found.missedRates.length > 0) {
    say('the audit is clean, so the exit code is 0 (with --require-rate it would be 1)');
  }
  return code;
}

function say(line: string): void {
  printError(`sale: ${line}\n`);
}

async function measure({ settings, warmUpMs }: SaleArguments): Promise<SaleFigures> {
  const ids = saleIds(settings);
  const cores = await generatorCores(settings, ids, warmUpMs);
  // Refusals are rare until the hot products sell out: their code would be compiled in the middle of it.
  await warmUp(settings.store === 'memory' ? {} : { store: memoryStore() });
  const { shop, cleanUp } = await openSaleShop(settings, ids);
  const ending = new AbortController();
  // Once: a second Ctrl-C ends the process at once, without figures.
  const end = () => ending.abort();
  process.once('SIGINT', end);
  const { signal } = ending;
  const progress = startProgress({ label: 'sale', total: settings.seconds, unit: 's' });
  try {
    const onTick = (metrics: Metrics, time: number) => show(progress, metrics, time - warmUpMs);
    return await runSale({
      ...{ shop, ids, settings, warmUpMs, signal, onTick },
      generatorCores: cores,
    });
  } finally {
    progress.stop();
    process.off('SIGINT', end);
    cleanUp();
  }
}

function show(progress: Progress, { latency, refusalCount }: Metrics, measuredMs: number): void {
  const seconds = measuredMs / 1000;
  if (seconds <= 0) {
    progress.update(0, 'warming up');
    return;
  }
  const rate = numberText(latency.checkout.count / seconds);
  const p99 = (latency.checkout.percentile(99) / 1000).toFixed(2);
  progress.update(
    Math.floor(seconds),
    `${rate} checkouts/s, p99 ${p99} ms, ${numberText(refusalCount)} refusals`,
  );
}

function write(given: SaleArguments, figures: SaleFigures): Promise<void> {
  const { settings, warmUpMs, out } = given;
  const { seed, ...rest } = settings;
  const suffix = settings.store === 'memory' ? '' : `-${settings.store}`;
  return writeFigures(out, `sale-${settings.tps}${suffix}`, {
    seed,
    settings: { ...rest, hotStock: hotStock(settings), warmUpMs, ...SALE_TERMS },
    figures: { ...figures },
  });
}
