import { show } from '../../base/show.ts';
import type { ActorKind } from '../../runtime/actorKind.ts';
import type { Directory } from '../../runtime/directory.ts';
import type { ScannedActor } from '../../runtime/scannedActor.ts';
import {
  COUNTING_PAUSE_MS,
  IDLE_UTILIZATION,
  SCAN_CYCLE_MS,
  SCAN_PAUSE_MS,
  SCAN_SLICE_MS,
} from '../limits.ts';
import type { WaitingActor } from '../watchTypes.ts';
import { LongestWaiting } from './longestWaiting.ts';
import type { ShopTally } from './shopTally.ts';

export interface ActorScansOptions {
  readonly directory: Directory;
  readonly kinds: readonly ActorKind[];
  readonly tally: ShopTally;
  /** True when actors cannot be read any more. */
  readonly isClosed: () => boolean;
}

/** How many actors are read between two looks at the clock. */
const BATCH = 16;

/**
 * Looks through the carts and orders of a shop again and again, a little at a time, while the shop goes on: once to count
 * them all, then to find those that have been in a state longest.
 */
export class ActorScans {
  readonly #directory: Directory;
  readonly #kinds: readonly ActorKind[];
  readonly #tally: ShopTally;
  readonly #isClosed: () => boolean;
  readonly #longest = new Map<ActorKind, LongestWaiting>();
  #scan: Generator<ScannedActor> | undefined = undefined;
  #scanned: LongestWaiting | undefined = undefined;
  #next = 0;
  #timer: NodeJS.Timeout | undefined = undefined;
  #utilization = performance.eventLoopUtilization();

  constructor({ directory, kinds, tally, isClosed }: ActorScansOptions) {
    this.#directory = directory;
    this.#kinds = kinds;
    this.#tally = tally;
    this.#isClosed = isClosed;
    this.#schedule(0);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** Those of a kind that have been in their state longest, as of the last scan, without those that have left it. */
  longest(kind: ActorKind): WaitingActor[] {
    const longest = this.#longest.get(kind);
    longest?.recheck((name) => this.#directory.scanned(kind, name));
    return longest?.list() ?? [];
  }

  /** The clock has jumped. */
  rebase(): void {
    this.#longest.clear();
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => this.#tryToGoOn(), ms).unref();
  }

  /** A store that fails is reported by the shop itself; looking at it must not end the process. */
  #tryToGoOn(): void {
    if (this.#isClosed()) return;
    try {
      this.#goOn();
    } catch (error) {
      process.emitWarning(`the carts and orders of the shop cannot be read: ${show(error)}`);
    }
  }

  #goOn(): void {
    const kind = this.#kinds[this.#next] as ActorKind;
    const isCounting = !this.#tally.isComplete(kind);
    this.#scan ??= this.#directory.scan(kind, isCounting);
    this.#scanned ??= new LongestWaiting(kind.name);
    const begun = performance.now();
    const isOver = readSlice(this.#scan, (actor) => {
      if (isCounting) this.#tally.find(kind, actor);
      this.#scanned?.add(actor);
    });
    // A slice takes longer where a store has to gather its records.
    const slices = Math.max(1, (performance.now() - begun) / SCAN_SLICE_MS);
    // Of the first scan, what has been found is shown before it is over.
    if (isOver || isCounting) this.#longest.set(kind, this.#scanned);
    if (!isOver) {
      this.#schedule(slices * (isCounting ? this.#countingPauseMs() : SCAN_PAUSE_MS));
      return;
    }
    this.#tally.complete(kind);
    this.#scan = undefined;
    this.#scanned = undefined;
    this.#next = (this.#next + 1) % this.#kinds.length;
    this.#schedule(slices * (this.#next === 0 ? SCAN_CYCLE_MS : 0));
  }

  /** None in a shop that has nothing else to do. */
  #countingPauseMs(): number {
    const before = this.#utilization;
    this.#utilization = performance.eventLoopUtilization();
    const { active, idle } = performance.eventLoopUtilization(this.#utilization, before);
    // The time of the slice is not that of the shop.
    const others = Math.max(0, active - SCAN_SLICE_MS);
    return others < (others + idle) * IDLE_UTILIZATION ? 0 : COUNTING_PAUSE_MS;
  }
}

/** @returns true when the scan is over. */
function readSlice(scan: Generator<ScannedActor>, take: (actor: ScannedActor) => void): boolean {
  const end = performance.now() + SCAN_SLICE_MS;
  do {
    for (let count = 0; count < BATCH; count++) {
      const { done, value } = scan.next();
      if (done) return true;
      take(value);
    }
  } while (performance.now() < end);
  return false;
}
