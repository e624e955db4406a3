import type { Audit, Shop } from '../../src/index.ts';
import { seeded } from '../harness/seeded.ts';
import { IDLE_MS } from '../sale/limits.ts';
import type { SaleIds } from '../sale/saleShop.ts';
import { Crowd } from './crowd.ts';
import {
  CAPACITY_MS,
  CLOSED_SHOPPERS,
  DRAWS,
  MAX_ARRIVALS_PER_TURN,
  MAX_DRAIN_MS,
  RECOVERY_MS,
  SETTLE_MS,
} from './limits.ts';
import { type Ping, startPinging } from './pingHost.ts';
import { type Phase, perSecond, type Rate } from './rate.ts';
import { sumOf, Timeline } from './timeline.ts';

export interface SpikeOptions {
  readonly shop: Shop;
  readonly ids: SaleIds;
  readonly base: Rate;
  readonly spike: Rate;
  /** Seconds at the base rate, before and after the spike. */
  readonly baseSeconds: number;
  readonly spikeSeconds: number;
  readonly seed: number;
  /** Called every second. */
  readonly onTick: (what: string, timeline: Timeline, time: number) => void;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

export interface SpikeRun {
  /** Orders a second that the shop places when it always has work. */
  readonly capacity: number;
  readonly phases: readonly Phase[];
  readonly timeline: Timeline;
  readonly pings: readonly Ping[];
  /** When the run began, as the times of pings are. */
  readonly beganAt: number;
  readonly audit: Audit;
  readonly isInterrupted: boolean;
  readonly firstError: string | undefined;
  readonly withoutTime: number;
  /** Orders and shoppers without an end at the end of the run. */
  readonly isUnfinished: boolean;
}

/** Finds the capacity of the machine, then runs the phases in the same shop; closes and audits it. */
export async function runSpike(options: SpikeOptions): Promise<SpikeRun> {
  const { shop, ids, seed, signal } = options;
  const capacity = await measureCapacity(options);
  const phases = phasesFor(options, capacity);
  const beganAt = performance.now();
  const now = () => performance.now() - beganAt;
  const timeline = new Timeline();
  const crowd = new Crowd({ shop, ids, seed, timeline, now });
  const pinging = await startPinging();
  const nextGap = gapsOf(seed);
  for (const { rate, until, name } of phases) {
    const meanGapMs = 1000 / rate;
    let nextAt = now() + nextGap() * meanGapMs;
    await loop(crowd, now, {
      goesOn: (time) => time < until && !signal.aborted,
      issue(time) {
        let issued = 0;
        for (; nextAt <= time && issued < MAX_ARRIVALS_PER_TURN; issued++) {
          crowd.arrive(time);
          nextAt += nextGap() * meanGapMs;
        }
        return issued > 0;
      },
      onSecond(time) {
        timeline.at(time).heapBytes = process.memoryUsage().heapUsed;
        options.onTick(name, timeline, time);
      },
    });
  }
  const pings = await pinging.stop();
  await drain(crowd, now);
  const audit = shop.audit();
  await shop.close();
  return {
    ...{ capacity, phases, timeline, pings, audit },
    beganAt: performance.timeOrigin + beganAt,
    isInterrupted: signal.aborted,
    firstError: crowd.firstError,
    withoutTime: crowd.withoutTime,
    isUnfinished: crowd.isBusy,
  };
}

/** The gaps between arrivals of a Poisson process with the mean 1, from draws that are made before. */
function gapsOf(seed: number): () => number {
  const random = seeded(seed, 1);
  const gaps = Float64Array.from({ length: DRAWS }, () => random.exponential(1));
  let index = 0;
  return () => {
    index = (index + 1) % DRAWS;
    return gaps[index] as number;
  };
}

/** As many shoppers as leave come in: the shop always has work, and never refuses. */
async function measureCapacity({ shop, ids, seed, onTick, signal }: SpikeOptions): Promise<number> {
  const beganAt = performance.now();
  const now = () => performance.now() - beganAt;
  const timeline = new Timeline();
  const crowd = new Crowd({ shop, ids, seed: seed + 1, timeline, now });
  let isOpen = true;
  crowd.onLeft = () => {
    if (isOpen) crowd.arrive(now());
  };
  for (let count = 0; count < CLOSED_SHOPPERS; count++) crowd.arrive(now());
  await loop(crowd, now, {
    goesOn: (time) => time < SETTLE_MS + CAPACITY_MS && !signal.aborted,
    issue: () => true,
    onSecond: (time) => onTick('finding the capacity', timeline, time),
  });
  isOpen = false;
  await drain(crowd, now);
  const placed = sumOf(timeline.between(SETTLE_MS, SETTLE_MS + CAPACITY_MS), (it) => it.placed);
  return Math.max(1, placed / (CAPACITY_MS / 1000));
}

function phasesFor(options: SpikeOptions, capacity: number): Phase[] {
  const base = perSecond(options.base, capacity);
  const spike = perSecond(options.spike, capacity);
  const from = options.baseSeconds * 1000;
  const until = from + options.spikeSeconds * 1000;
  const end = until + RECOVERY_MS + options.baseSeconds * 1000;
  return [
    { name: 'before', from: 0, until: from, rate: base },
    { name: 'spike', from, until, rate: spike },
    { name: 'recovery', from: until, until: until + RECOVERY_MS, rate: base },
    { name: 'after', from: until + RECOVERY_MS, until: end, rate: base },
  ];
}

interface Loop {
  readonly goesOn: (time: number) => boolean;
  /** Lets those come in who are due. @returns true if there were any. */
  readonly issue: (time: number) => boolean;
  readonly onSecond: (time: number) => void;
}

/** Acts whenever something is due, and lets the rest of the process have its turn in between. */
async function loop(crowd: Crowd, now: () => number, { goesOn, issue, onSecond }: Loop) {
  let second = Math.floor(now() / 1000);
  for (let time = now(); goesOn(time); time = now()) {
    crowd.goOn(time);
    const isBusy = issue(time);
    if (Math.floor(time / 1000) > second) {
      second = Math.floor(time / 1000);
      onSecond(time);
    }
    await new Promise((resolve) => {
      if (isBusy) setImmediate(resolve);
      else setTimeout(resolve, IDLE_MS);
    });
  }
}

/** Until all shoppers have left and all orders have come to their end. */
async function drain(crowd: Crowd, now: () => number): Promise<void> {
  const giveUpAt = now() + MAX_DRAIN_MS;
  await loop(crowd, now, {
    goesOn: (time) => crowd.isBusy && time < giveUpAt,
    issue: () => false,
    onSecond: () => {},
  });
}
