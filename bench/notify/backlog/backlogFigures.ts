import type { DurableKind } from '../../harness/openStore.ts';
import { MAX_POINTS } from '../limits.ts';
import type { Drained, DrainSample } from './backlogTask.ts';

/** One point of the curves of a delivery. */
export interface DrainPoint {
  /** Since the channel was resumed. */
  readonly seconds: number;
  /** Messages delivered per second since the point before. */
  readonly perSecond: number;
  /** The highest since the point before, with garbage. */
  readonly heapBytes: number;
}

export interface DrainFigures extends Omit<Drained, 'samples'> {
  readonly points: readonly DrainPoint[];
}

export interface BacklogFigures {
  readonly store: DurableKind;
  readonly small: DrainFigures;
  readonly large: DrainFigures;
  /** The highest heap after a garbage collection with the large backlog, divided by that with the small one. */
  readonly heapRatio: number;
  /** The same of the highest heap of all samples. */
  readonly peakRatio: number;
}

export function backlogFigures(store: DurableKind, small: Drained, large: Drained): BacklogFigures {
  return {
    ...{ store, small: drainFigures(small), large: drainFigures(large) },
    heapRatio: highestOf(large) / highestOf(small),
    peakRatio: large.heap.peak / small.heap.peak,
  };
}

function highestOf({ heap }: Drained): number {
  return Math.max(heap.before, heap.halfway, heap.after);
}

function drainFigures({ samples, ...drained }: Drained): DrainFigures {
  return { ...drained, points: pointsOf(samples) };
}

/** At most {@link MAX_POINTS}, each of as many samples. */
function pointsOf(samples: readonly DrainSample[]): DrainPoint[] {
  const size = Math.max(1, Math.ceil(samples.length / MAX_POINTS));
  const points: DrainPoint[] = [];
  let before: Pick<DrainSample, 'ms' | 'delivered'> = { ms: 0, delivered: 0 };
  for (let first = 0; first < samples.length; first += size) {
    const group = samples.slice(first, first + size);
    const last = group.at(-1) as DrainSample;
    points.push({
      seconds: last.ms / 1000,
      perSecond: (1000 * (last.delivered - before.delivered)) / (last.ms - before.ms),
      heapBytes: Math.max(...group.map(({ heapBytes }) => heapBytes)),
    });
    before = last;
  }
  return points;
}
