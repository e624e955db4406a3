import { numberText, percentText } from '../../src/terminal/numberText.ts';
import { LOAD_SHARE } from './limits.ts';

/**
 * Chooses the rate of a sale: a share of what the machine can do, rounded down to two digits.
 *
 * @param highest the rate is at most this one.
 */
export function chooseRate(checkoutsPerSecond: number, highest: number): number {
  const wanted = Math.floor(checkoutsPerSecond * LOAD_SHARE);
  if (wanted >= highest) return highest;
  const unit = 10 ** Math.max(0, String(wanted).length - 2);
  return Math.max(1, Math.floor(wanted / unit) * unit);
}

/** What was found and chosen, a line each. */
export function choiceText(checkoutsPerSecond: number, tps: number): string {
  const unit = checkoutsPerSecond < 1000 ? 1 : 100;
  const found = numberText(Math.round(checkoutsPerSecond / unit) * unit);
  const share = percentText(tps / checkoutsPerSecond, 0);
  return `One thread of this machine can do about ${found} checkouts a second of this sale.
The sale asks for ${numberText(tps)} a second, ${share} of that.
`;
}
