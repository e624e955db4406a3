import type { Axis } from './chart.ts';

/** Where a percentile curve begins: the lowest are of no interest. */
const LEAST_PERCENTILE = 10;

/** A percentile by its number of nines: 90 is 1, 99 is 2. Spreads out the high percentiles. */
export function percentileAxis(name: string): Axis {
  return { name, scale: 'value', min: 0, interval: 1, format: markOf, formatExact: percentOf };
}

/** A curve over a {@link percentileAxis}, in milliseconds. */
export function percentilePoints(
  curve: readonly { readonly percentile: number; readonly microseconds: number }[],
): (readonly [nines: number, ms: number])[] {
  return (
    curve
      // A logarithmic axis has no 0, and 100 has infinitely many nines.
      .filter(
        ({ percentile, microseconds }) =>
          percentile >= LEAST_PERCENTILE && percentile < 100 && microseconds > 0,
      )
      .map(({ percentile, microseconds }) => [ninesOf(percentile), microseconds / 1000] as const)
  );
}

function ninesOf(percentile: number): number {
  return -Math.log10(1 - percentile / 100);
}

/** `0 %`, `90 %`, `99 %`, `99.9 %`, ... for 0, 1, 2, 3, ... */
function markOf(nines: number): string {
  return `${(100 - 100 * 10 ** -nines).toFixed(Math.max(0, nines - 2))} %`;
}

/** `50 %`, `98.44 %`, `99.844 %`: the digits that tell it from its neighbours. */
function percentOf(nines: number): string {
  const maximumFractionDigits = Math.max(1, Math.ceil(nines));
  return `${(100 - 100 * 10 ** -nines).toLocaleString('en-GB', { maximumFractionDigits })} %`;
}
