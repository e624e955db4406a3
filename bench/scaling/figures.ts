import { columnTable } from '../../src/terminal/columnTable.ts';
import { FLAT_RATIO } from './limits.ts';
import type { Point, PointResult } from './point.ts';

/** The quantities that grow, one at a time. */
export const AXES = ['products', 'carts', 'orders'] as const;
export type Axis = (typeof AXES)[number];

/** A point of one axis. */
export interface SizeFigures extends PointResult {
  readonly size: number;
}

export interface ScalingFigures extends Readonly<Record<Axis, readonly SizeFigures[]>> {
  /** A point with many products and many carts; null if it failed. */
  readonly combined: (Omit<Point, 'orders'> & PointResult) | null;
  /** The growth of the heap per product, cart or order; null with only one size. */
  readonly heapBytesPer: Readonly<Record<Axis, number | null>>;
  /** The cost of a checkout at the largest size divided by that at the smallest; null with one size. */
  readonly ratios: Readonly<Record<Axis, number | null>>;
  /** The same for CPU time, which other programs on the machine influence less. */
  readonly cpuRatios: Readonly<Record<Axis, number | null>>;
  readonly failed: readonly { readonly point: Point; readonly reason: string }[];
}

/** The growth of the heap from the smallest size to the largest, divided by the added number. */
export function heapBytesPer(figures: readonly SizeFigures[]): number | null {
  const [first, last] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  return (last.heapBytes - first.heapBytes) / (last.size - first.size);
}

/** The cost of a checkout at the largest size, as a multiple of that at the smallest. */
export function costRatio(
  figures: readonly SizeFigures[],
  cost: 'microsecondsPerCheckout' | 'cpuMicrosecondsPerCheckout',
): number | null {
  const [first, last] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  return last[cost] / first[cost];
}

const TITLES: Readonly<Record<Axis, string>> = {
  products: 'products',
  carts: 'live carts',
  orders: 'past orders',
};

/** The figures as they are printed. */
export function figuresText(figures: ScalingFigures): string {
  const parts = AXES.map((axis) => axisText(axis, figures));
  const { combined } = figures;
  if (combined !== null) {
    const { products, carts } = combined;
    const title = `${number(products)} products with ${number(carts)} carts`;
    parts.push(columnTable([title, ...COLUMNS], [['', ...cells(combined)]]));
  }
  return `${parts.join('\n\n')}\n`;
}

const COLUMNS = ['µs a checkout', 'CPU µs', 'heap MB', 'RSS MB', 'units sold'];

function axisText(axis: Axis, figures: ScalingFigures): string {
  const rows = figures[axis].map((row) => [number(row.size), ...cells(row)]);
  const lines = [columnTable([TITLES[axis], ...COLUMNS], rows)];
  const [ratio, cpuRatio] = [figures.ratios[axis], figures.cpuRatios[axis]];
  const bytes = figures.heapBytesPer[axis];
  if (cpuRatio !== null) {
    const verdict = cpuRatio <= FLAT_RATIO ? 'flat' : 'NOT FLAT';
    const claim = `flat is the claim: within ${FLAT_RATIO}`;
    lines.push(`CPU time, largest to smallest: ${cpuRatio.toFixed(2)} × (${claim}): ${verdict}`);
  }
  if (ratio !== null) lines.push(`by wall-clock time: ${ratio.toFixed(2)} ×`);
  if (bytes !== null) lines.push(`heap for one more: ${number(Math.round(bytes))} bytes`);
  return lines.join('\n');
}

function cells(result: PointResult): string[] {
  const { microsecondsPerCheckout, cpuMicrosecondsPerCheckout } = result;
  const { heapBytes, rssBytes, unitsSold } = result;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return [
    microsecondsPerCheckout.toFixed(1),
    cpuMicrosecondsPerCheckout.toFixed(1),
    megabytes(heapBytes),
    megabytes(rssBytes),
    number(unitsSold),
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
