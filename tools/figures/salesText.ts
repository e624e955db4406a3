import { inMs, plain, whole } from '../../bench/harness/report/numbers.ts';
import { storeOf } from '../../bench/harness/report/storeOf.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { SaleFigures } from '../../bench/sale/saleFigures.ts';
import { table } from './table.ts';

/** One run of the sale. */
export interface Sale {
  /** Checkouts a second that were asked for. */
  readonly tps: number;
  readonly isOnDisk: boolean;
  /** Added to the rate: where its records are. */
  readonly store: string;
  readonly figures: SaleFigures;
}

/** The runs of the sale by their rates; in memory before on disk. */
export function salesOf(results: ReadonlyMap<string, Result>): Sale[] {
  return [...results.values()]
    .filter(({ name }) => /^sale-\d+(-disk|-lmdb)?$/.test(name))
    .map(({ name, figures }) => ({
      tps: Number.parseInt(name.slice('sale-'.length), 10),
      isOnDisk: storeOf(name) !== '',
      store: storeOf(name),
      figures: figures as unknown as SaleFigures,
    }))
    .toSorted((a, b) => a.tps - b.tps || a.store.localeCompare(b.store));
}

/** What of each rate was held, and how long the checkouts took. */
export function salesText(results: ReadonlyMap<string, Result>): string {
  const rows = salesOf(results).map(({ tps, store, figures }) => {
    const { seconds, checkouts, latency, process, audit } = figures;
    const { p50, p99, p999 } = latency.checkout;
    return [
      `${whole(tps)} for ${whole(seconds)} s${store}`,
      `${plain(100 * checkouts.share)} %`,
      ...[p50, p99, p999].map((micros) => `${inMs(micros)} ms`),
      process.cpuCores.toFixed(2),
      audit.ok ? 'clean' : `${audit.problems.length} problems`,
    ];
  });
  const columns = ['checkouts a second', 'held', 'p50', 'p99', 'p99.9', 'CPU cores', 'audit'];
  return rows.length === 0 ? '' : table(columns, rows);
}
