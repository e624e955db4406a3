import type { Result } from '../results.ts';
import type { Axis } from './chart.ts';
import { nameIn, SEARCH_NAMES } from './names.ts';
import { inMs, plain, short, whole } from './numbers.ts';
import type { Figure, Section } from './section.ts';

/** The part of `search-<products>.json` that the report reads; times in microseconds. */
interface SearchFigures {
  readonly variants: readonly Variant[];
  readonly shop: Shop | null;
  readonly failed: readonly { readonly variant: string; readonly reason: string }[];
}

interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Variant {
  readonly variant: string;
  readonly addedPerSecond: number;
  readonly bytesPerProduct: number;
  readonly searches: {
    readonly text: Times | null;
    readonly textAndFilters: Times | null;
    readonly filters: Times | null;
  };
  readonly microsecondsPerPrice: number | null;
}

interface Shop {
  readonly checkouts: Times;
  readonly searches: Times;
}

/** The largest catalogue first. */
export function searchSections(results: ReadonlyMap<string, Result>): Section[] {
  return [...results.values()]
    .filter(({ name }) => /^search-\d+$/.test(name))
    .toSorted((a, b) => productsOf(b) - productsOf(a))
    .map(sectionOf);
}

function productsOf({ name }: Result): number {
  return Number.parseInt(name.slice('search-'.length), 10);
}

function sectionOf(result: Result): Section {
  const { variants, shop, failed } = result.figures as unknown as SearchFigures;
  const left = failed.map(
    ({ variant, reason }) => ` ${nameIn(SEARCH_NAMES, variant)} failed: ${reason}.`,
  );
  return {
    title: `Searches among ${whole(productsOf(result))} products`,
    note: `The same searches in each: a text alone, a text with filters, a sort and facets, and filters with a sort and facets.${left.join('')}`,
    figures: [...figureOf(variants), ...(shop === null ? [] : [shopFigure(shop)])],
    results: [result],
  };
}

function figureOf(variants: readonly Variant[]): Figure[] {
  if (variants.length === 0) return [];
  const bars = variants
    .map(({ variant, searches }) => ({
      name: nameIn(SEARCH_NAMES, variant),
      value: (searches.textAndFilters?.p99 ?? 0) / 1000,
    }))
    .filter(({ value }) => value > 0);
  return [
    {
      title: '99th percentile of searches with text, filters, sort and facets, in memory',
      chart: { kind: 'bars', bars, x: axisFor(bars) },
      table: {
        caption: 'p50 / p99 of the searches in ms; a change of a price, products added, and memory',
        columns: [
          'variant',
          ...['text', 'text, filters, sort, facets', 'filters, sort, facets'],
          ...['a price changed, in µs', 'products added a second', 'bytes a product'],
        ],
        rows: variants.map(({ variant, searches, ...costs }) => [
          nameIn(SEARCH_NAMES, variant),
          ...[searches.text, searches.textAndFilters, searches.filters].map(bothOf),
          costs.microsecondsPerPrice === null ? '–' : plain(costs.microsecondsPerPrice),
          ...[costs.addedPerSecond, costs.bytesPerProduct].map(whole),
        ]),
      },
    },
  ];
}

function bothOf(times: Times | null): string {
  return times === null ? '–' : `${inMs(times.p50)} / ${inMs(times.p99)}`;
}

function axisFor(bars: readonly { readonly value: number }[]): Axis {
  const least = Math.min(...bars.map(({ value }) => value));
  const name = 'p99 of a text with filters, a sort and facets, in ms';
  return {
    name,
    scale: 'log',
    format: short,
    formatExact: plain,
    min: 10 ** Math.floor(Math.log10(least) - 0.5),
  };
}

function shopFigure({ checkouts, searches }: Shop): Figure {
  const row = (name: string, { p50, p99, max }: Times) => [name, ...[p50, p99, max].map(inMs)];
  return {
    title: 'Checkouts beside searches, in memory',
    table: {
      caption: 'Checkouts and searches on one thread, in ms from when each was due',
      columns: ['requests', 'p50', 'p99', 'slowest'],
      rows: [row('checkouts', checkouts), row('searches', searches)],
    },
  };
}
