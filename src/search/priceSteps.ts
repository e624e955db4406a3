/*
 * Prices are divided three times: into the bands that the facet shows, each band into two steps, which
 * buckets distinguish, and each step into eight groups, by which rows are listed.
 */

/** Where the steps begin in each power of ten, from a hundred minor units on. */
const STEPS_PER_DECADE = [1, 1.5, 2, 3, 5, 7];

/** A band begins at 1, 2 or 5 in each power of ten: the preferred numbers of ISO 3. */
const STEPS_PER_BAND = 2;

const STEP_STARTS = [0];
for (let unit = 100; unit <= Number.MAX_SAFE_INTEGER; unit *= 10) {
  STEP_STARTS.push(...STEPS_PER_DECADE.map((step) => step * unit));
}

export const PRICE_STEP_COUNT = STEP_STARTS.length;

const GROUPS_PER_STEP = 8;

const GROUP_STARTS = STEP_STARTS.flatMap((start, step) => {
  const width = lastBefore(STEP_STARTS[step + 1]) + 1 - start;
  return Array.from({ length: GROUPS_PER_STEP }, (_, part) =>
    Math.ceil(start + part * (width / GROUPS_PER_STEP)),
  );
});

/** Prices in minor units, both included. */
export interface PriceBounds {
  readonly minMinor: number;
  readonly maxMinor: number;
}

export function priceGroupOf(priceMinor: number): number {
  let low = 0;
  let high = GROUP_STARTS.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((GROUP_STARTS[middle] as number) <= priceMinor) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function priceStepOf(priceMinor: number): number {
  return Math.floor(priceGroupOf(priceMinor) / GROUPS_PER_STEP);
}

/** Prices below a hundred minor units are a band of their own. */
export function bandOfStep(step: number): number {
  return step === 0 ? 0 : Math.floor((step - 1) / STEPS_PER_BAND) + 1;
}

/** The groups of a step, the cheapest first. */
export function groupsOfStep(step: number): number[] {
  return Array.from({ length: GROUPS_PER_STEP }, (_, part) => step * GROUPS_PER_STEP + part);
}

export function boundsOfGroup(group: number): PriceBounds {
  return {
    minMinor: GROUP_STARTS[group] as number,
    maxMinor: lastBefore(GROUP_STARTS[group + 1]),
  };
}

export function boundsOfStep(step: number): PriceBounds {
  return { minMinor: STEP_STARTS[step] as number, maxMinor: lastBefore(STEP_STARTS[step + 1]) };
}

export function boundsOfBand(band: number): PriceBounds {
  if (band === 0) return boundsOfStep(0);
  const step = (band - 1) * STEPS_PER_BAND + 1;
  return {
    minMinor: STEP_STARTS[step] as number,
    maxMinor: lastBefore(STEP_STARTS[step + STEPS_PER_BAND]),
  };
}

/** The largest price below `start`; the largest of all when there is no further start. */
function lastBefore(start = Number.MAX_SAFE_INTEGER + 1): number {
  return start - 1;
}
