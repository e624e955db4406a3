import { loadBuild } from '../harness/build.ts';
import { type GcFigures, GcPauses } from '../harness/gcPauses.ts';
import { measureMemory } from '../harness/measureMemory.ts';
import { fillSaleShop } from '../sale/fillSaleShop.ts';
import { byKind, KINDS, type Kind } from '../sale/metrics.ts';
import type { SaleSettings } from '../sale/readArguments.ts';
import { RequestStream } from '../sale/requestStream.ts';
import { SALE_TERMS, saleIds } from '../sale/saleShop.ts';
import type { OnProgress } from '../scaling/point.ts';
import { countFacts } from './countFacts.ts';
import { VirtualClock } from './virtualClock.ts';
import { VirtualSale } from './virtualSale.ts';

/** The task of one process. */
export interface MixTask {
  /** The path of the main module of a build: `dist/src/index.js`. */
  readonly module: string;
  readonly settings: SaleSettings;
  readonly warmUpMs: number;
}

/** What has happened, which is the same in two builds that behave alike. */
export interface MixCounts {
  /** Commands of the measured part, by kind. */
  readonly commands: Readonly<Record<string, number>>;
  /** Refusals of the whole run by command and code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Facts of the whole run by type. */
  readonly facts: Readonly<Record<string, number>>;
}

/** The figures of one run; times are those of the measured part. */
export interface MixRun {
  /** CPU seconds of all threads for one virtual second. */
  readonly cpuSeconds: number;
  /** Wall-clock seconds for one virtual second. */
  readonly wallSeconds: number;
  /** The same without the time between an answer and the next command. */
  readonly shopSeconds: number;
  /** The mean from the call to the answer, by kind; 0 without commands of the kind. */
  readonly nanoseconds: Readonly<Record<Kind, number>>;
  readonly gc: GcFigures;
  /** In use at the end. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly counts: MixCounts;
}

/**
 * Runs a sale in virtual time in the shop of a build. Needs `--expose-gc`.
 *
 * @throws Error if the module is no build, if a command fails, or if the audit finds a problem.
 */
export async function measureMix(task: MixTask, onProgress: OnProgress): Promise<MixRun> {
  const { settings, warmUpMs } = task;
  const clock = new VirtualClock();
  const shop = await (await loadBuild(task.module))({ ...SALE_TERMS, clock });
  const ids = saleIds(settings);
  await fillSaleShop(shop, settings, ids, onProgress);
  const facts = countFacts(shop);
  const end = warmUpMs + settings.seconds * 1000;
  const third = (end - warmUpMs) / 3;
  const stream = new RequestStream(settings, { from: warmUpMs + third, until: end - third });
  const sale = new VirtualSale({ shop, clock, ids, stream });
  await sale.open();
  await runInSteps(sale, { from: 0, until: warmUpMs, stage: 'warm-up' }, onProgress);
  sale.takeCosts();
  // Only one: several in a row would throw away code that has not run meanwhile.
  globalThis.gc?.();

  const pauses = new GcPauses();
  pauses.begin();
  const [cpuBefore, startedAt] = [process.cpuUsage(), performance.now()];
  await runInSteps(sale, { from: warmUpMs, until: end, stage: 'measured' }, onProgress);
  const cpu = process.cpuUsage(cpuBefore);
  const endedAt = performance.now();
  await new Promise(setImmediate);
  const gc = pauses.end(endedAt);

  const costs = sale.takeCosts();
  const { problems } = shop.audit();
  if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
  const sum = KINDS.reduce((total, kind) => total + costs[kind].ms, 0);
  return {
    cpuSeconds: (cpu.user + cpu.system) / 1e6 / settings.seconds,
    wallSeconds: (endedAt - startedAt) / 1000 / settings.seconds,
    shopSeconds: sum / 1000 / settings.seconds,
    nanoseconds: byKind((kind) => (costs[kind].ms * 1e6) / Math.max(1, costs[kind].count)),
    gc,
    ...(await measureMemory()),
    counts: { commands: byKind((kind) => costs[kind].count), refusals: sale.refusals, facts },
  };
}

/** Runs a part of the sale, and reports each virtual second. */
async function runInSteps(
  sale: VirtualSale,
  { from, until, stage }: { from: number; until: number; stage: string },
  onProgress: OnProgress,
): Promise<void> {
  for (let at = from; at < until; ) {
    at = Math.min(at + 1000, until);
    await sale.runUntil(at);
    onProgress({ stage: `virtual ms, ${stage}`, done: at - from, total: until - from });
  }
}
