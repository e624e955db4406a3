import { memoryStore, warmUp } from '../../src/index.ts';
import { numberText } from '../../src/terminal/numberText.ts';
import { print, printError } from '../../src/terminal/output.ts';
import { startProgress } from '../../src/terminal/progress.ts';
import type { ExitCode } from '../../src/terminal/runCommand.ts';
import { machineText } from '../harness/machineText.ts';
import { writeFigures } from '../harness/runBenchmark.ts';
import { openSaleShop } from '../sale/openSaleShop.ts';
import type { SaleSettings } from '../sale/readArguments.ts';
import { SALE_TERMS, saleIds } from '../sale/saleShop.ts';
import { RECOVERY_MS } from './limits.ts';
import type { SpikeArguments } from './readSpike.ts';
import { runSpike, type SpikeRun } from './runSpike.ts';
import { spikeFigures } from './spikeFigures.ts';
import { spikeText } from './spikeText.ts';
import { requirements } from './spikeVerdict.ts';
import type { Timeline } from './timeline.ts';

/** Runs a sale with a spike, shows and writes what was found. @returns 1 if a requirement was missed. */
export async function runSpikeCommand(
  settings: SaleSettings,
  spike: SpikeArguments,
  out: string,
): Promise<ExitCode> {
  const { store, seed, seconds, users, products } = settings;
  const terms = { ...spike, seconds, users, products, store, ...SALE_TERMS };
  print(`machine   ${machineText()}\n`);
  print(`settings  ${JSON.stringify(terms)}\nseed      ${seed}\n\n`);
  const figures = spikeFigures(await measure(settings, spike));
  print(spikeText(figures));
  if (figures.interrupted) {
    printError('sale: ended early, so nothing is written\n');
    return 1;
  }
  const name = store === 'memory' ? 'spike' : `spike-${store}`;
  await writeFigures(out, name, { seed, settings: terms, figures: { ...figures } });
  const missed = requirements(figures).filter(({ isMet }) => !isMet);
  for (const { text } of missed) printError(`sale: missed: ${text}\n`);
  return missed.length > 0 ? 1 : 0;
}

async function measure(settings: SaleSettings, spike: SpikeArguments): Promise<SpikeRun> {
  const ids = saleIds(settings);
  // Refusals are rare until the spike: their code would be compiled in the middle of it.
  await warmUp(settings.store === 'memory' ? {} : { store: memoryStore() });
  // Hot products would sell out: the spike is about load.
  const { shop, cleanUp } = await openSaleShop({ ...settings, hot: 0 }, ids);
  const ending = new AbortController();
  // Once: a second Ctrl-C ends the process at once, without figures.
  const end = () => ending.abort();
  process.once('SIGINT', end);
  const total = 2 * settings.seconds + spike.spikeSeconds + RECOVERY_MS / 1000;
  const progress = startProgress({ label: 'sale', total, unit: 's' });
  try {
    return await runSpike({
      ...{ shop, ids, base: spike.base, spike: spike.spike, seed: settings.seed },
      baseSeconds: settings.seconds,
      spikeSeconds: spike.spikeSeconds,
      onTick(what, timeline, time) {
        progress.update(Math.floor(time / 1000), note(what, timeline, time));
      },
      signal: ending.signal,
    });
  } finally {
    progress.stop();
    process.off('SIGINT', end);
    cleanUp();
  }
}

function note(what: string, timeline: Timeline, time: number): string {
  const { arrived, placed, refusedBrowse, refusedBuy } = timeline.at(time - 1000);
  const [offered, orders, refused] = [arrived, placed, refusedBrowse + refusedBuy].map((count) =>
    numberText(count),
  );
  return `${what}: ${offered} shoppers/s, ${orders} orders/s, ${refused} refusals/s`;
}
