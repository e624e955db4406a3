import { inMs, plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { SearchBenchmarkFigures } from '../../bench/search/figures.ts';
import type { TimesSummary } from '../../bench/search/times.ts';
import { table } from './table.ts';

/** What a variant is called in the documents. */
const NAMES: Readonly<Record<string, string>> = {
  statecart: '**statecart**',
  naive: 'an array, predicates, a sort',
  minisearch: 'MiniSearch, the rest by hand',
  flexsearch: 'FlexSearch, the rest by hand',
  'sqlite-fts5': 'SQLite in memory, FTS5',
};

/** One run of the benchmark of searches. */
export interface SearchRun {
  /** In the catalogue. */
  readonly products: number;
  readonly figures: SearchBenchmarkFigures;
}

/** The runs with most variants first, the larger ones of equal runs before the smaller. */
export function searchOf(results: ReadonlyMap<string, Result>): SearchRun[] {
  return [...results.values()]
    .filter(({ name }) => /^search-\d+$/.test(name))
    .map(({ name, figures }) => ({
      products: Number.parseInt(name.slice('search-'.length), 10),
      figures: figures as unknown as SearchBenchmarkFigures,
    }))
    .toSorted(
      (a, b) => b.figures.variants.length - a.figures.variants.length || b.products - a.products,
    );
}

/** Searches among the most products that all variants were measured with. */
export function searchText(results: ReadonlyMap<string, Result>): string {
  const [main, ...others] = searchOf(results);
  if (main === undefined) return '';
  const rows = [
    ...main.figures.variants.map((figures) => row(NAMES[figures.variant] ?? '', figures)),
    ...others
      .filter(({ products }) => products > main.products)
      .flatMap(({ products, figures }) =>
        figures.variants
          .filter(({ variant }) => variant === 'statecart')
          .map((own) => row(`**statecart**, ${whole(products)} products`, own)),
      ),
  ];
  const columns = [
    `searches among ${whole(main.products)} products, p50 / p99 in ms`,
    ...['text', 'text, filters, sort, facets', 'filters, sort, facets'],
    ...['a price changed', 'products added a second', 'memory a product'],
  ];
  return [table(columns, rows), shopText(main.figures)].filter((part) => part !== '').join('\n\n');
}

function row(
  name: string,
  figures: Omit<SearchBenchmarkFigures['variants'][number], 'variant'>,
): string[] {
  const { searches, microsecondsPerPrice, addedPerSecond, bytesPerProduct } = figures;
  return [
    name,
    ...[searches.text, searches.textAndFilters, searches.filters].map(bothOf),
    microsecondsPerPrice === null ? '–' : `${plain(microsecondsPerPrice)} µs`,
    whole(addedPerSecond),
    `${whole(bytesPerProduct)} bytes`,
  ];
}

function bothOf(times: TimesSummary | null): string {
  return times === null ? '–' : `${inMs(times.p50)} / ${inMs(times.p99)}`;
}

function shopText({ shop }: SearchBenchmarkFigures): string {
  if (shop === null) return '';
  const { checkouts, searches } = shop;
  return `A checkout beside searches on the same thread, counted from when it was due: p50 ${inMs(checkouts.p50)} ms, p99 ${inMs(checkouts.p99)} ms. A search beside checkouts: p50 ${inMs(searches.p50)} ms, p99 ${inMs(searches.p99)} ms.`;
}
