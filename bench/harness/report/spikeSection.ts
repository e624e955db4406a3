import type { Result } from '../results.ts';
import { plain, short, whole } from './numbers.ts';
import type { Section } from './section.ts';
import { storeOf } from './storeOf.ts';

/** What the report reads of `spike.json`. Rates are per second, latencies milliseconds. */
interface SpikeFigures {
  readonly capacity: number;
  readonly goodputShare: number;
  readonly phases: readonly {
    readonly name: string;
    readonly offered: number;
    readonly goodput: number;
    readonly refused: { readonly browse: number; readonly buy: number };
    readonly checkout: { readonly p50: number; readonly p99: number };
    readonly ping: { readonly p99: number };
  }[];
  readonly seconds: readonly {
    readonly offered: number;
    readonly placed: number;
    readonly refused: number;
    readonly checkoutP99: number;
  }[];
}

/** A logarithmic axis has no 0. */
const LEAST_MS = 0.01;

/** A sale with a spike, for each kind of store. */
export function spikeSections(results: ReadonlyMap<string, Result>): Section[] {
  return [...results.values()]
    .filter(({ name }) => /^spike(-disk|-lmdb)?$/.test(name))
    .map(section);
}

function section(result: Result): Section {
  const { capacity, goodputShare, phases, seconds } = result.figures as unknown as SpikeFigures;
  const line = (name: string, of: (second: SpikeFigures['seconds'][number]) => number) => ({
    name,
    hasDots: false,
    points: seconds.map((second, index) => [index, of(second)] as const),
  });
  const time = { name: 'seconds', scale: 'value', format: plain } as const;
  const where = storeOf(result.name) || ', in memory';
  return {
    title: `A spike over the capacity of the machine${where}`,
    note: `Shoppers come in at a rate, then at several times what the machine can do (${whole(capacity)} orders a second), then at the first rate again. In the spike, ${whole(100 * goodputShare)} % of the capacity is placed as orders; the other shoppers are refused, and told when to come back.`,
    figures: [
      {
        title: `Shoppers, orders and refusals of each second${where}`,
        chart: {
          kind: 'lines',
          lines: [
            line('shoppers', ({ offered }) => offered),
            line('orders', ({ placed }) => placed),
            line('refusals', ({ refused }) => refused),
          ],
          x: time,
          y: { name: 'a second', scale: 'value', format: short, formatExact: whole, min: 0 },
        },
        table: {
          caption: 'By phase: rates a second, latencies in milliseconds',
          columns: [
            'phase',
            'shoppers',
            'orders',
            'refused',
            'checkout p50',
            'checkout p99',
            'ping of the host p99',
          ],
          rows: phases.map(({ name, offered, goodput, refused, checkout, ping }) => [
            name,
            ...[offered, goodput, refused.browse + refused.buy].map(whole),
            ...[checkout.p50, checkout.p99, ping.p99].map(plain),
          ]),
        },
      },
      {
        title: `Latency of admitted checkouts in each second${where}`,
        chart: {
          kind: 'lines',
          lines: [line('p99 of admitted checkouts', (it) => Math.max(it.checkoutP99, LEAST_MS))],
          x: time,
          y: { name: 'ms', scale: 'log', format: plain },
        },
        table: {
          caption:
            '99th percentile of admitted checkouts, at the end of each quarter, in milliseconds',
          columns: ['second', 'p99 in ms'],
          rows: quarters(seconds.length).map((index) => [
            whole(index),
            plain(seconds[index]?.checkoutP99 ?? 0),
          ]),
        },
      },
    ],
    results: [result],
  };
}

function quarters(length: number): number[] {
  return [1, 2, 3, 4].map((part) => Math.max(0, Math.floor((part * length) / 4) - 1));
}
