import { type Progress, startProgress } from './cli/progress.ts';
import { runCommand } from './cli/runCommand.ts';
import { openResults, writeResult } from './harness/results.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS, WARM_UP_MS } from './sale/limits.ts';
import { hotStock, openSaleShop } from './sale/openSaleShop.ts';
import { HELP, readArguments, type SaleSettings } from './sale/readArguments.ts';
import type { Recorder } from './sale/recorder.ts';
import { generatorCores, runSale } from './sale/runSale.ts';
import type { SaleFigures } from './sale/saleFigures.ts';
import { saleIds } from './sale/saleShop.ts';
import { saleText } from './sale/saleText.ts';
import { verdict } from './sale/verdict.ts';

/** The command `npm run sale`; {@link HELP} says what it does. */
async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { settings, out } = given;
  openResults(out);
  const figures = await run(settings);
  if (figures.seconds > 0) {
    process.stdout.write(saleText(settings, figures));
    await write(out, settings, figures);
  }
  const problems = verdict(figures);
  for (const problem of problems) process.stderr.write(`sale: ${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function run(settings: SaleSettings): Promise<SaleFigures> {
  const ids = saleIds(settings);
  const cores = await generatorCores(settings, ids);
  const { shop, leave } = await openSaleShop(settings, ids);
  const ending = new AbortController();
  // Once: who presses Ctrl-C again wants no figures either.
  const end = () => ending.abort();
  process.once('SIGINT', end);
  const { signal } = ending;
  const progress = startProgress({ label: 'sale', total: settings.seconds, unit: 's' });
  try {
    const onTick = (recorder: Recorder, time: number) => tell(progress, recorder, time);
    return await runSale({ shop, ids, settings, signal, onTick, generatorCores: cores });
  } finally {
    progress.stop();
    process.off('SIGINT', end);
    leave();
  }
}

function tell(progress: Progress, recorder: Recorder, time: number): void {
  const seconds = (time - WARM_UP_MS) / 1000;
  if (seconds <= 0) {
    progress.update(0, 'warming up');
    return;
  }
  const { latency, refusalCount } = recorder;
  const rate = Math.round(latency.checkout.count / seconds);
  const p99 = (latency.checkout.percentile(99) / 1000).toFixed(2);
  progress.update(
    Math.floor(seconds),
    `${rate} checkouts/s, p99 ${p99} ms, ${refusalCount} refusals`,
  );
}

/** Settings that cannot be chosen. */
const TIMES = {
  warmUpMs: WARM_UP_MS,
  paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
  cartExpiryMs: CART_EXPIRY_MS,
};

async function write(out: string, settings: SaleSettings, figures: SaleFigures): Promise<void> {
  const { seed, ...rest } = settings;
  const place = settings.store === 'memory' ? '' : `-${settings.store}`;
  const path = writeResult(out, `sale-${settings.tps}${place}`, {
    seed,
    settings: { ...rest, hotStock: hotStock(settings), ...TIMES },
    figures: { ...figures },
  });
  // Only now, so that what draws the plots takes no part in the memory that was measured.
  const { writeReport } = await import('./harness/report.ts');
  process.stderr.write(`written: ${path}, ${writeReport(out)}\n`);
}

await runCommand('sale', main);
