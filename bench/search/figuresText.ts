import { columnTable } from '../../src/terminal/columnTable.ts';
import { plain, whole } from '../harness/report/numbers.ts';
import type {
  ChangeFigures,
  SearchBenchmarkFigures,
  SearchFigures,
  ShopFigures,
  VariantFigures,
} from './figures.ts';
import { KINDS, type Kind } from './query.ts';
import type { TimesSummary } from './times.ts';

const TITLES: Readonly<Record<Kind, string>> = {
  text: 'a text alone, in ms',
  textAndFilters: 'a text, filters, a sort, facets, in ms',
  filters: 'filters, a sort, facets, in ms',
};

/** The figures as they are printed. */
export function figuresText(figures: SearchBenchmarkFigures): string {
  const { checksum, variants, shop, compared, failed } = figures;
  const parts = [
    `catalogue ${checksum}`,
    ...KINDS.map((kind) => searchesText(kind, variants)),
    costsText(variants),
    ...variants.map(({ changes }) => (changes === null ? '' : changesText(changes))),
    shop === null ? '' : shopText(shop),
    compared === null ? '' : comparedText(compared),
    ...failed.map(({ variant, reason }) => `failed: ${variant}: ${reason}`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

type Variants = SearchBenchmarkFigures['variants'];

function searchesText(kind: Kind, variants: Variants): string {
  const rows = variants.map(({ variant, searches }) => [variant, ...cellsOf(searches[kind])]);
  if (rows.length === 0) return '';
  return columnTable([TITLES[kind], 'searches', 'p50', 'p95', 'p99', 'max', 'mean total'], rows);
}

function cellsOf(figures: SearchFigures | null): string[] {
  if (figures === null) return ['-', '-', '-', '-', '-', '-'];
  const { meanTotal } = figures;
  return [...timesCells(figures), meanTotal === null ? '-' : plain(meanTotal)];
}

function timesCells({ count, p50, p95, p99, max }: TimesSummary): string[] {
  return [whole(count), ...[p50, p95, p99, max].map((micros) => plain(micros / 1000))];
}

function costsText(variants: Variants): string {
  if (variants.length === 0) return '';
  const rows = variants.map((figures: VariantFigures & { readonly variant: string }) => [
    figures.variant,
    whole(figures.addedPerSecond),
    whole(figures.bytesPerProduct),
    figures.microsecondsPerPrice === null ? '-' : plain(figures.microsecondsPerPrice),
  ]);
  return columnTable(['', 'added a second', 'bytes a product', 'µs a price'], rows);
}

function changesText(changes: ChangeFigures): string {
  const { price, stock, rating, rename, longestRenameMs, replace } = changes;
  const costs = columnTable(
    ['statecart, µs for a change', ''],
    [
      ['price', plain(price)],
      ['in stock or not', plain(stock)],
      ['rating', plain(rating)],
      [`another name (longest ${plain(longestRenameMs)} ms)`, plain(rename)],
      ['removed and added', plain(replace)],
    ],
  );
  const times = columnTable(
    ['statecart, in ms', 'count', 'p50', 'p95', 'p99', 'max'],
    [
      ['suggestions', ...timesCells(changes.suggest)],
      ['searches, 100 changes before each', ...timesCells(changes.searchesAmongChanges)],
    ],
  );
  return `${costs}\n\n${times}`;
}

function shopText({ addedPerSecond, checkouts, searches, refused }: ShopFigures): string {
  const times = columnTable(
    ['side by side on one thread, in ms', 'count', 'p50', 'p95', 'p99', 'max'],
    [
      ['checkouts', ...timesCells(checkouts)],
      ['searches', ...timesCells(searches)],
    ],
  );
  return `${times}\n${whole(addedPerSecond)} products a second added to the shop, ${whole(refused)} checkouts refused`;
}

function comparedText(compared: Readonly<Record<Kind, number>>): string {
  const counts = KINDS.map((kind) => `${compared[kind]} of ${kind}`).join(', ');
  return `the same answers as the naive way: ${counts}`;
}
