import type { StateFigures } from '../watchTypes.ts';
import { TimeHistogram } from './timeHistogram.ts';
import { ActorQueue, firstOf, type TrackedActor } from './trackedActor.ts';

/** The actors of one chart that are in one state. */
export class StateTally {
  readonly name: string;
  /** How many there are. */
  now = 0;
  readonly #times = new TimeHistogram();
  readonly #entered = new ActorQueue();
  /** Those that were there before anybody watched: a queue for each time that some were found. */
  #found: ActorQueue[] = [];

  constructor(name: string) {
    this.name = name;
  }

  enter(actor: TrackedActor): void {
    this.now++;
    this.#entered.add(actor);
  }

  /** Adds actors that have been in the state for some time. */
  find(actors: TrackedActor[]): void {
    const queue = new ActorQueue();
    actors.sort((a, b) => a.since - b.since);
    for (const actor of actors) queue.add(actor);
    this.#found.push(queue);
    this.now += actors.length;
  }

  leave(actor: TrackedActor): void {
    this.now--;
    actor.leave();
  }

  /** An actor has left the state. @param ms how long it was in it. */
  addTime(ms: number): void {
    this.#times.add(ms);
  }

  longest(count: number): TrackedActor[] {
    this.#found = this.#found.filter(({ first }) => first !== undefined);
    return firstOf([...this.#found, this.#entered], count);
  }

  figures(): StateFigures {
    const times = this.#times;
    return { now: this.now, medianMs: times.percentile(0.5), p99Ms: times.percentile(0.99) };
  }
}
