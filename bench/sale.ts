import { numberText } from '../src/terminal/numberText.ts';
import { type Progress, startProgress } from '../src/terminal/progress.ts';
import { type ExitCode, runCommand } from '../src/terminal/runCommand.ts';
import { openResults } from './harness/results.ts';
import { writeFigures } from './harness/runBenchmark.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS, WARM_UP_MS } from './sale/limits.ts';
import type { Metrics } from './sale/metrics.ts';
import { hotStock, openSaleShop } from './sale/openSaleShop.ts';
import {
  HELP,
  readArguments,
  type SaleArguments,
  type SaleSettings,
} from './sale/readArguments.ts';
import { generatorCores, runSale } from './sale/runSale.ts';
import type { SaleFigures } from './sale/saleFigures.ts';
import { saleIds } from './sale/saleShop.ts';
import { saleText } from './sale/saleText.ts';
import { exitCodeOf, verdict } from './sale/verdict.ts';

/**
 * The command `npm run sale`; {@link HELP} says what it does.
 *
 * Goals: the latency of a whole sale under a load that does not wait for the shop (an open loop), at
 * which rate the shop still keeps up, and whether its books are right afterwards.
 * Non-goals: the highest throughput, which `npm run bench` is for, searches, and several processes.
 */
await runCommand({ name: 'sale', help: HELP, readArguments, run });

async function run({ settings, out, requiresRate }: SaleArguments): Promise<ExitCode> {
  openResults(out);
  const figures = await measure(settings);
  if (figures.seconds > 0) {
    process.stdout.write(saleText(settings, figures));
    await write(out, settings, figures);
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
  process.stderr.write(`sale: ${line}\n`);
}

async function measure(settings: SaleSettings): Promise<SaleFigures> {
  const ids = saleIds(settings);
  const cores = await generatorCores(settings, ids);
  const { shop, cleanUp } = await openSaleShop(settings, ids);
  const ending = new AbortController();
  // Once: a second Ctrl-C ends the process at once, without figures.
  const end = () => ending.abort();
  process.once('SIGINT', end);
  const { signal } = ending;
  const progress = startProgress({ label: 'sale', total: settings.seconds, unit: 's' });
  try {
    const onTick = (metrics: Metrics, time: number) => show(progress, metrics, time);
    return await runSale({ shop, ids, settings, signal, onTick, generatorCores: cores });
  } finally {
    progress.stop();
    process.off('SIGINT', end);
    cleanUp();
  }
}

function show(progress: Progress, { latency, refusalCount }: Metrics, time: number): void {
  const seconds = (time - WARM_UP_MS) / 1000;
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

/** Settings that cannot be chosen. */
const TIMES = {
  warmUpMs: WARM_UP_MS,
  paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
  cartExpiryMs: CART_EXPIRY_MS,
};

function write(out: string, settings: SaleSettings, figures: SaleFigures): Promise<void> {
  const { seed, ...rest } = settings;
  const suffix = settings.store === 'memory' ? '' : `-${settings.store}`;
  return writeFigures(out, `sale-${settings.tps}${suffix}`, {
    seed,
    settings: { ...rest, hotStock: hotStock(settings), ...TIMES },
    figures: { ...figures },
  });
}
