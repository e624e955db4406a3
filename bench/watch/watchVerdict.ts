import { numberText } from '../../src/terminal/numberText.ts';
import { mebibytes } from '../harness/report/numbers.ts';
import type { Spread } from '../harness/spread.ts';
import type { Requirement } from '../spike/spikeVerdict.ts';
import type { CaseFigures, WatchFigures } from './figures.ts';
import {
  BYTES_PER_ORDER,
  MIN_FEW_ACTORS_RATIO,
  MIN_PAGE_RATIO,
  MIN_SERVED_RATIO,
  SPARE_HEAP_BYTES,
} from './limits.ts';
import { caseText, type Variant } from './variant.ts';

/** The least throughput of a shop that is watched, as a share of that without. The other variants are shown, and not judged. */
const MIN_RATIOS: Partial<Record<Variant, number>> = {
  served: MIN_SERVED_RATIO,
  page: MIN_PAGE_RATIO,
  'stately-100': MIN_FEW_ACTORS_RATIO,
};

/** What is required of being watched, in the order in which it is shown. Nothing of cases that were not measured. */
export function requirements({ cases }: WatchFigures): Requirement[] {
  return cases.flatMap((each) => [...ofThroughput(each), ...ofMemory(each)]);
}

function ofThroughput(figures: CaseFigures): Requirement[] {
  const { variant, throughputRatio: ratio } = figures;
  const least = MIN_RATIOS[variant];
  if (least === undefined) return [];
  const text = `orders a second with ${caseText(figures)}: ${spreadText(ratio)} (at least ${times(least)}`;
  if (variant !== 'served') return [{ text: `${text})`, isMet: ratio.median >= least }];
  // A difference counts only if all rounds have it.
  const isNoise = ratio.min <= 1 && ratio.max >= 1;
  return [
    { text: `${text}, or rounds on both sides of 1)`, isMet: isNoise || ratio.median >= least },
  ];
}

/** An inspection keeps a bounded number of actors and messages, however much the shop does. */
function ofMemory(figures: CaseFigures): Requirement[] {
  if (figures.messagesLeftOut === null) return [];
  const { growthBytes, growthOrders } = figures;
  const most = growthOrders * BYTES_PER_ORDER + SPARE_HEAP_BYTES;
  return [
    {
      text: `growth of the heap with ${caseText(figures)}: ${mebibytes(growthBytes)} for ${numberText(growthOrders)} orders (at most ${mebibytes(most)})`,
      isMet: growthBytes <= most,
    },
  ];
}

/** `1.02 × (0.98 to 1.05)` */
export function spreadText({ median, min, max }: Spread): string {
  return `${times(median)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}
