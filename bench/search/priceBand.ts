/** The ratios between the lower bounds of price bands, in turn: 100, 200, 500, 1000, 2000, ... */
const STEPS = [2, 2.5, 2];

/** The lower bound of the band that contains a price. */
export function priceBand(priceMinor: number): number {
  let band = 0;
  let next = 100;
  for (let step = 0; next <= priceMinor; step++) {
    band = next;
    next *= STEPS[step % STEPS.length] as number;
  }
  return band;
}

/** The band of a mean rating: rounded down to half stars. */
export function ratingBand(rating: number): number {
  return Math.floor(rating * 2) / 2;
}
