import { shardOf } from '../../base/shardedMap.ts';
import type { ActorKind } from '../../runtime/actorKind.ts';
import { BUSY_CHANGES, MAX_SAMPLED } from '../limits.ts';
import type { StateTally } from './stateTallies.ts';

/** In a busy shop, one actor of this many is measured. */
const SAMPLED_SHARE = 64;

/** When an actor has entered its state, by its name. */
type Entered = Map<string, number>;

/**
 * Measures how long actors are in a state: all actors, and in a busy shop a sample by their names, so that of an actor all
 * states are measured or none.
 */
export class SampledTimes {
  readonly #entered = new Map<ActorKind, Entered>();
  readonly #now: () => number;
  /** Actors are measured whose names have none of these bits in their hashes. */
  #mask = 0;
  /** Changes of states since the last second. */
  #changes = 0;

  /** @param now epoch milliseconds of the shop. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** An actor goes from one state to the next. @param isOver true when it has ended. */
  change(kind: ActorKind, name: string, from: StateTally | undefined, isOver: boolean): void {
    this.#changes++;
    if (this.#mask !== 0 && (shardOf(name) & this.#mask) !== 0) return;
    const now = this.#now();
    let entered = this.#entered.get(kind);
    if (entered === undefined) {
      entered = new Map();
      this.#entered.set(kind, entered);
    }
    const since = entered.get(name);
    if (since !== undefined && from !== undefined) from.times.add(Math.max(0, now - since));
    if (isOver) entered.delete(name);
    else if (since !== undefined || entered.size < MAX_SAMPLED) entered.set(name, now);
  }

  /** To be called once a second: chooses how many actors are measured. */
  adapt(): void {
    const mask = this.#changes > BUSY_CHANGES ? SAMPLED_SHARE - 1 : 0;
    this.#changes = 0;
    if (mask === this.#mask) return;
    this.#mask = mask;
    for (const entered of this.#entered.values()) {
      for (const name of entered.keys()) if ((shardOf(name) & mask) !== 0) entered.delete(name);
    }
  }

  /** Forgets when actors have entered their states: the clock has jumped. */
  clear(): void {
    this.#entered.clear();
  }
}
