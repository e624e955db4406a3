import { numberText, percentText } from '../../src/terminal/numberText.ts';
import type { Spread } from '../harness/spread.ts';
import type { Requirement } from '../spike/spikeVerdict.ts';
import type { BacklogFigures } from './backlog/backlogFigures.ts';
import type { NotifyFigures } from './figures.ts';
import {
  IN_TIME_MS,
  MAX_CHECKOUT_RATIO,
  MAX_HEAP_RATIO,
  MAX_P99_RATIO,
  MIN_IN_TIME_SHARE,
  MIN_PER_SECOND,
  MIN_THROUGHPUT_RATIO,
} from './limits.ts';
import type { HangingFigures } from './load/hangingFigures.ts';
import type { HealthyFigures } from './load/healthyFigures.ts';

/** What is required of messages, in the order in which it is shown. Nothing of parts that were not measured. */
export function requirements({ backlog, hanging, healthy }: NotifyFigures): Requirement[] {
  return [
    ...backlog.flatMap(ofBacklog),
    ...hanging.flatMap(ofHanging),
    ...healthy.flatMap(ofHealthy),
  ];
}

function ofBacklog({ store, large, small, heapRatio }: BacklogFigures): Requirement[] {
  const messages = numberText(large.messages);
  const smaller = numberText(small.messages);
  return [
    {
      text: `backlog of ${messages}, ${store}: ${numberText(large.perSecond)} messages a second (at least ${numberText(MIN_PER_SECOND)})`,
      isMet: large.perSecond >= MIN_PER_SECOND,
    },
    {
      text: `heap with a backlog of ${messages}, ${store}: ${times(heapRatio)} that with ${smaller} (at most ${times(MAX_HEAP_RATIO)})`,
      isMet: heapRatio <= MAX_HEAP_RATIO,
    },
  ];
}

function ofHanging({ store, notifiers }: HangingFigures): Requirement[] {
  const email = notifiers.find(({ notifier }) => notifier === 'email');
  if (email === undefined) return [];
  const { throughputRatio, p99Ratio } = email;
  return [
    {
      text: `checkouts a second beside a mail server that hangs, ${store}: ${spreadText(throughputRatio)} (at least ${times(MIN_THROUGHPUT_RATIO)}, or rounds on both sides of 1)`,
      isMet: isOnBothSides(throughputRatio) || throughputRatio.median >= MIN_THROUGHPUT_RATIO,
    },
    {
      text: `their p99, ${store}: ${spreadText(p99Ratio)} (at most ${times(MAX_P99_RATIO)}, or rounds on both sides of 1)`,
      isMet: isOnBothSides(p99Ratio) || p99Ratio.median <= MAX_P99_RATIO,
    },
  ];
}

function ofHealthy({ store, notifiers }: HealthyFigures): Requirement[] {
  return notifiers.flatMap(({ notifier, ratios, delivery }) => {
    if (delivery === null) return [];
    const { inTimeShare } = delivery;
    const cost = {
      text: `a checkout with ${notifier}, ${store}: ${spreadText(ratios.checkoutP50)} the median time without (at most ${times(MAX_CHECKOUT_RATIO)})`,
      isMet: ratios.checkoutP50.median <= MAX_CHECKOUT_RATIO,
    };
    return [
      {
        text: `messages with ${notifier}, ${store}: ${percentText(inTimeShare, 3)} within ${IN_TIME_MS / 1000} s (at least ${percentText(MIN_IN_TIME_SHARE)})`,
        isMet: inTimeShare >= MIN_IN_TIME_SHARE,
      },
      // Without a thread, mails take their share of the thread that runs the checkouts: it is shown, and not judged.
      ...(notifier === 'email' ? [] : [cost]),
    ];
  });
}

/** True when some rounds were better with it, and some worse: then there is no difference to speak of. */
function isOnBothSides({ min, max }: Spread): boolean {
  return min <= 1 && max >= 1;
}

/** `1.02 × (0.98 to 1.05)` */
export function spreadText({ median, min, max }: Spread): string {
  return `${times(median)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}
