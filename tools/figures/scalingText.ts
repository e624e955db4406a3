import { plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { ScalingFigures } from '../../bench/scaling/figures.ts';
import { gigabytes } from './gigabytes.ts';
import { table } from './table.ts';

const AXES = { products: 'products', carts: 'live carts', orders: 'past orders' } as const;

export function scalingOf(results: ReadonlyMap<string, Result>): ScalingFigures | undefined {
  return results.get('scaling')?.figures as unknown as ScalingFigures | undefined;
}

/** How the cost of a checkout and the memory grow with what is in the shop. */
export function scalingText(results: ReadonlyMap<string, Result>): string {
  const figures = scalingOf(results);
  if (figures === undefined) return '';
  const rows = (['products', 'carts', 'orders'] as const).map((axis) => {
    const points = figures[axis];
    const [first, last] = [points[0], points.at(-1)];
    return [
      `${whole(first?.size ?? 0)} to ${whole(last?.size ?? 0)} ${AXES[axis]}`,
      `${plain(first?.cpuMicrosecondsPerCheckout ?? 0)} to ${plain(last?.cpuMicrosecondsPerCheckout ?? 0)} µs`,
      `${plain(figures.cpuRatios[axis] ?? Number.NaN)} ×`,
      `${whole(figures.heapBytesPer[axis] ?? 0)} bytes`,
    ];
  });
  const grown = table(['growing', 'CPU time of a checkout', 'ratio', 'memory for one more'], rows);
  const { combined } = figures;
  if (combined === null) return grown;
  const { products, carts, heapBytes, rssBytes } = combined;
  return `${grown}\n\n${whole(products)} products with ${whole(carts)} live carts: ${gigabytes(heapBytes)} of heap, ${gigabytes(rssBytes)} in all (RSS).`;
}
