import { numberText, percentText } from '../../src/terminal/numberText.ts';
import {
  BYTES_PER_ORDER,
  MAX_ADMITTED_P99_MS,
  MAX_PING_P99_MS,
  MIN_GOODPUT_SHARE,
  RECOVERED_MS,
  RECOVERED_RATIO,
  SPARE_HEAP_BYTES,
} from './limits.ts';
import type { PhaseFigures, SpikeFigures } from './spikeFigures.ts';

/** A requirement, and whether the run has met it. */
export interface Requirement {
  readonly text: string;
  readonly isMet: boolean;
}

/** What a shop has to do in a spike, in the order in which it is shown. */
export function requirements(figures: SpikeFigures): Requirement[] {
  const phase = (name: PhaseFigures['name']) =>
    figures.phases.find((it) => it.name === name) as PhaseFigures;
  const [before, spike, after] = [phase('before'), phase('spike'), phase('after')];
  const { heap, audit, goodputShare } = figures;
  const backTo = Math.max(
    before.checkout.p99 * RECOVERED_RATIO,
    before.checkout.p99 + RECOVERED_MS,
  );
  const heapBytes = heap.ordersPlaced * BYTES_PER_ORDER + SPARE_HEAP_BYTES;
  const released = figures.phases.reduce((sum, { refused }) => sum + refused.releaseCount, 0);
  return [
    requirement(
      `goodput in the spike: ${percentText(goodputShare, 0)} of the capacity (at least ${percentText(MIN_GOODPUT_SHARE, 0)})`,
      goodputShare >= MIN_GOODPUT_SHARE,
    ),
    requirement(
      `admitted checkouts in the spike: p99 ${ms(spike.checkout.p99)} (below ${ms(MAX_ADMITTED_P99_MS)})`,
      spike.checkout.p99 < MAX_ADMITTED_P99_MS,
    ),
    requirement(`commands refused that release stock: ${numberText(released)} (0)`, released === 0),
    requirement(
      `refusals without a time to come back: ${numberText(figures.refusalsWithoutTime)} (0)`,
      figures.refusalsWithoutTime === 0,
    ),
    requirement(
      `ping of the host in the spike: p99 ${ms(spike.ping.p99)} (below ${ms(MAX_PING_P99_MS)})`,
      spike.ping.p99 < MAX_PING_P99_MS,
    ),
    requirement(
      `growth of the heap in the spike: ${mib(heap.growthBytes)} for ${numberText(heap.ordersPlaced)} orders (at most ${mib(heapBytes)})`,
      heap.growthBytes <= heapBytes,
    ),
    requirement(
      `checkouts from five seconds after the spike: p99 ${ms(after.checkout.p99)} (at most ${ms(backTo)})`,
      after.checkout.p99 <= backTo,
    ),
    requirement(
      audit.ok
        ? 'audit clean'
        : `the audit found ${audit.problems.length} problems: ${audit.problems[0]}`,
      audit.ok,
    ),
    requirement(
      figures.firstError === null ? 'no request failed' : `a request failed: ${figures.firstError}`,
      figures.firstError === null,
    ),
    requirement(
      figures.unfinished ? 'requests without an answer' : 'every request was answered',
      !figures.unfinished,
    ),
  ];
}

function requirement(text: string, isMet: boolean): Requirement {
  return { text, isMet };
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
