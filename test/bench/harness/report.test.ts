import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Latency } from '../../../bench/harness/latency.ts';
import { writeReport } from '../../../bench/harness/report.ts';
import { writeResult } from '../../../bench/harness/results.ts';

const folder = mkdtempSync(join(tmpdir(), 'statecart-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The figures of a sale with these latencies of checkouts, in microseconds. */
function saleOf(...micros: number[]) {
  const latency = new Latency();
  for (const value of micros) latency.record(value);
  const [summary, curve] = [latency.summary(), latency.curve()];
  return {
    checkouts: { held: 99, share: 0.99 },
    latency: { checkout: summary, requests: summary },
    curves: { checkout: curve, requests: curve },
    process: { cpuCores: 0.5 },
  };
}

/** The figures of a build in the mix. */
function mixBuildOf(name: string, median: number) {
  const cores = { median, min: median / 2, max: 2 * median };
  return {
    name,
    commit: null,
    cores,
    nanoseconds: { add: 4321 },
    gcShare: 0.042,
    heapBytes: 2 ** 24,
  };
}

const POINTS = [1000, 10_000].map((size) => ({
  size,
  microsecondsPerCheckout: 53,
  cpuMicrosecondsPerCheckout: 41,
  heapBytes: 2 ** 24,
  rssBytes: 2 ** 25,
}));

/** The figures of a search variant. */
function searcherOf(variant: string, { filters, price }: { filters: unknown; price: unknown }) {
  const searches = { text: TIMES, textAndFilters: TIMES, filters };
  const costs = { addedPerSecond: 54_321, bytesPerProduct: 98.7, microsecondsPerPrice: price };
  return { variant, searches, ...costs };
}

/** The figures of a backlog that was delivered. */
function drainedOf(messages: number, perSecond: number) {
  const heap = { before: 2 ** 25, halfway: 42 * 2 ** 20, after: 2 ** 25, peak: 108 * 2 ** 20 };
  const points = [1, 2].map((seconds) => ({ seconds, perSecond, heapBytes: 2 ** 26 }));
  return { messages, perSecond, heap, points };
}

/** The figures of orders whose users are told of them in some way. */
function notifierOf(notifier: string, delivery: unknown) {
  const ratios = { checkoutP50: { median: 1.07, min: 1.04, max: 1.12 } };
  const costs = { checkoutP50: 473, checkoutP99: 4321, cpuMicros: 567, busyMicros: 345 };
  return { notifier, costs, ratios, delivery };
}

const TIMES = { p50: 250, p99: 1500, max: 2000 };

const FIGURES = {
  'sale-100': saleOf(600, 900, 12_000),
  'sale-2000': saleOf(700, 1000, 34_000, 1_500_000),
  'sale-9000': { ...saleOf(9_000_000), checkouts: { held: 4500, share: 0.5 } },
  mix: {
    rounds: 5,
    builds: [mixBuildOf('this build', 0.625), mixBuildOf('other <build>', 2.5)],
    ratio: { median: 4, min: 3.75, max: 4.25 },
    counts: { commands: { add: 8765 } },
  },
  spike: {
    capacity: 23_456,
    goodputShare: 0.93,
    phases: [
      {
        ...{ name: 'spike', offered: 117_280, goodput: 21_814 },
        refused: { browse: 95_000, buy: 466 },
        checkout: { p50: 1.5, p99: 98.7 },
        ping: { p99: 6.54 },
      },
    ],
    seconds: [
      { offered: 16_000, placed: 16_000, refused: 0, checkoutP99: 0 },
      { offered: 117_000, placed: 21_000, refused: 96_000, checkoutP99: 95 },
    ],
  },
  bytes: {
    builds: [
      {
        name: 'this build',
        commit: 'abc',
        allocated: { add: 5432 },
        openCart: 654,
        finishedOrder: 321,
      },
    ],
  },
  peers: {
    rounds: 5,
    checkouts: [
      { variant: 'statecart', perSecond: 24_000, min: 23_000, max: 25_000 },
      { variant: 'Redis <Lua>', perSecond: 42_000, min: 40_000, max: 44_000 },
    ],
    lifecycles: [{ variant: 'statecart', perSecond: 9000, min: 8000, max: 9500 }],
    skipped: [{ variant: 'PostgreSQL', reason: 'it is not there' }],
  },
  footprint: {
    things: [{ thing: 'open <cart>', memory: 987.4, diskMemory: 876, log: 1765, checkpoint: 2654 }],
  },
  scaling: { products: POINTS, carts: POINTS, orders: POINTS },
  'search-20000': {
    variants: [
      searcherOf('statecart', { filters: { p50: 100, p99: 1200, max: 3000 }, price: 1.5 }),
      searcherOf('Mini <Search>', { filters: null, price: null }),
    ],
    shop: {
      checkouts: { p50: 300, p99: 4400, max: 9000 },
      searches: { p50: 500, p99: 2500, max: 7000 },
    },
    failed: [{ variant: 'FlexSearch', reason: 'out of memory' }],
  },
  'opening-disk': {
    afterClose: { storeMs: 900, shopMs: 600, fileBytes: 2e9, rssBytes: 3e8 },
    afterCrash: { storeMs: 7250, shopMs: 600, fileBytes: 2e9, rssBytes: 3e8 },
  },
  notify: {
    backlog: [
      {
        store: 'lmdb',
        small: drainedOf(100_000, 13_456),
        large: drainedOf(1_000_000, 12_345),
      },
    ],
    hanging: [
      {
        store: 'memory',
        notifiers: [
          {
            ...{ notifier: 'email', perSecond: 76_543, p50: 200, p99: 2100 },
            throughputRatio: { median: 0.97, min: 0.95, max: 1.02 },
            p99Ratio: { median: 1.01, min: 0.9, max: 1.1 },
          },
        ],
      },
    ],
    healthy: [
      {
        store: 'disk',
        notifiers: [
          notifierOf('none', null),
          notifierOf('email', {
            ...{ p50: 61_000, p99: 185_000, p999: 212_000, max: 213_000, inTimeShare: 0.9995 },
            curve: [
              { percentile: 50, microseconds: 61_000 },
              { percentile: 99, microseconds: 185_000 },
            ],
          }),
          notifierOf('email in a thread', {
            ...{ p50: 62_000, p99: 186_000, p999: 213_000, max: 214_000, inTimeShare: 1 },
            curve: [
              { percentile: 50, microseconds: 62_000 },
              { percentile: 99, microseconds: 186_000 },
            ],
          }),
        ],
      },
    ],
  },
  watch: {
    rounds: 5,
    cases: [
      {
        ...{ store: 'memory', variant: 'page', perSecond: 23_456, cpuMicros: 43.2, p99: 3210 },
        throughputRatio: { median: 0.96, min: 0.93, max: 1.01 },
        cpuRatio: { median: 1.05, min: 1.02, max: 1.08 },
        ...{ peakHeapBytes: 2 ** 27, peakRssBytes: 3 * 2 ** 26 },
        viewer: { messagesPerSecond: 10, bytesPerSecond: 30_000 },
        messagesLeftOut: null,
      },
    ],
  },
  bench: {
    benchmarks: [
      { name: 'add', opsPerSecond: 45_000, microseconds: 22.2, marginPercent: 1.2, samples: 88 },
    ],
  },
};

/** The report on some of the results. */
function reportOn(...names: (keyof typeof FIGURES)[]): string {
  const out = mkdtempSync(join(folder, 'out-'));
  for (const name of names) {
    writeResult(out, name, { seed: 1, settings: { note: 'a <b> & c' }, figures: FIGURES[name] });
  }
  const path = writeReport(out);
  expect(path).toBe(join(out, 'report.html'));
  return readFileSync(path, 'utf8');
}

function count(text: string, part: RegExp): number {
  return text.match(part)?.length ?? 0;
}

const everything = reportOn(
  ...(['sale-100', 'sale-2000', 'spike', 'mix', 'bytes', 'peers', 'search-20000'] as const),
  ...(['footprint', 'scaling', 'opening-disk', 'notify', 'watch', 'bench'] as const),
);

describe('the report', () => {
  test('needs no script, no other file and no network', () => {
    const html = everything.replaceAll('xmlns="http://www.w3.org/2000/svg"', '');
    expect(html).not.toMatch(/https?:|<script|<link|<img|<iframe|@import|\ssrc=|\shref=(?!"#)/i);
    expect(html.match(/url\((?!#)/g)).toBeNull();
    expect(html).not.toMatch(/\son\w+=/i);
  });

  test('draws its results and has the numbers beside each plot', () => {
    for (const drawing of [/<svg class="wide"/g, /<svg class="narrow"/g, /role="img"/g]) {
      expect(count(everything, drawing)).toBe(14);
    }
    expect(count(everything, /<figure>/g)).toBe(21);
    // Six charts have lines without dots, whose points stand in tables of their own.
    expect(count(everything, /<table>/g)).toBe(27);
    expect(count(everything, /<h2\b/g)).toBe(13);
    for (const number of [
      '1,500',
      '0.9',
      '24,000',
      '53',
      '41',
      '16 MiB',
      '7.85',
      '± 1.2 %',
      'p99.9',
    ]) {
      expect(everything).toContain(`${number}<`);
    }
    for (const text of ['open &lt;cart&gt;', '987', '876', '1,765', '2,654']) {
      expect(everything).toContain(`${text}<`);
    }
    for (const number of ['117,280', '21,814', '95,466', '98.7', '6.54']) {
      expect(everything).toContain(`${number}<`);
    }
    for (const number of [
      ...['12,345', '108 MiB', '76,543', '1.07 × (1.04 to 1.12)', '185', '99.95 %'],
    ]) {
      expect(everything).toContain(`${number}<`);
    }
    for (const text of ['23,456', '0.96 × (0.93 to 1.01)', '192 MiB']) {
      expect(everything).toContain(`${text}<`);
    }
    for (const text of ['345', '186', 'log on disk: email in a thread of its own']) {
      expect(everything).toContain(`${text}<`);
    }
    expect(everything).toContain('93 % of the capacity is placed as orders');
    for (const number of ['0.25 / 1.5', '0.1 / 1.2', '54,321', '99', '4.4']) {
      expect(everything).toContain(`${number}<`);
    }
    for (const number of ['0.625', '5', '8,765', '4,321', '4.2 %', '5,432', '654']) {
      expect(everything).toContain(`${number}<`);
    }
    expect(everything).toContain('4 × the CPU time of this one (3.75 to 4.25 × in a round)');
    expect(everything).toContain('PostgreSQL was skipped: it is not there.');
    expect(everything).toContain('FlexSearch failed: out of memory.');
    expect(everything).not.toContain('Left out');
  });

  test('has one line of each percentile with a point for each rate', () => {
    const [chart] = /<div class="chart"[\s\S]*?<\/svg>\n<div class="axis x"/.exec(everything) ?? [
      '',
    ];
    for (const name of ['p50', 'p99', 'p99.9']) expect(chart).toContain(`</svg>${name}</span>`);
    const [plot] = /<svg class="wide"[\s\S]*?<\/svg>/.exec(chart) ?? [''];
    for (const series of [1, 2, 3]) {
      const line = new RegExp(`<path d="M[^L"]*L[^L"]*" [^>]*stroke="var\\(--series-${series}\\)"`);
      expect(plot).toMatch(line);
    }
  });

  test('draws the percentile curve of the latest sale', () => {
    expect(everything).toContain('Latency by percentile at 2,000 checkouts a second, in memory');
  });

  test('prefers the curve of a sale that held its rate to that of a queue', () => {
    const both = reportOn('sale-2000', 'sale-9000');
    expect(both).toContain('Latency by percentile at 2,000 checkouts a second');
    expect(both).toContain('The latest run that held its rate:');
    const queue = reportOn('sale-9000');
    expect(queue).toContain('Latency by percentile at 9,000 checkouts a second');
    expect(queue).toContain('The latest run; none held its rate:');
  });

  test('takes its colours from the page, which has them for light and for dark mode', () => {
    const plots = everything.match(/<svg\b[\s\S]*?<\/svg>/g)?.join('') ?? '';
    const colours = new Set(plots.match(/(?:fill|stroke)="[^"]*"/g));
    for (const colour of [...colours]) {
      expect(colour).toMatch(/^(fill|stroke)="(none|var\(--[\w-]+\)|#000)"$/);
    }
    expect(everything).toContain('@media screen and (prefers-color-scheme: dark)');
    for (const [, name] of plots.matchAll(/var\((--[\w-]+)\)/g)) {
      expect(count(everything, new RegExp(`${name}: #`, 'g'))).toBe(2);
    }
  });

  test('shows names and settings as text, whatever characters they contain', () => {
    expect(everything).toContain('Redis &lt;Lua&gt;');
    expect(everything).toContain('note a &lt;b&gt; &amp; c');
    expect(everything).not.toContain('<Lua>');
    expect(everything).not.toContain('<b>');
  });

  test('names the parts without a result, and the commands that make one', () => {
    const html = reportOn('sale-100', 'scaling');
    expect(count(html, /<svg class="wide"/g)).toBe(3);
    expect(html).toContain('peers: no result yet; npm run bench:peers makes one');
    expect(html).toContain('micro-benchmarks: no result yet; npm run bench makes one');
    expect(html).not.toContain('scaling: no result');
  });

  test('is a page of names without any result', () => {
    const html = reportOn();
    expect(html).not.toContain('<svg');
    expect(count(html, /no result yet/g)).toBe(12);
  });

  test('leaves out a result of another version, and says so', () => {
    const out = mkdtempSync(join(folder, 'old-'));
    writeResult(out, 'scaling', { seed: 1, settings: {}, figures: { sizes: [] } });
    writeResult(out, 'bench', { seed: 1, settings: {}, figures: FIGURES.bench });
    const html = readFileSync(writeReport(out), 'utf8');
    expect(html).toContain('scaling: its result cannot be read');
    expect(html).toContain('Micro-benchmarks');
  });
});
