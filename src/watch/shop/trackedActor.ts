import type { StateTally } from './stateTally.ts';

/** An actor that is in a state: an element of a queue of those in it. */
export class TrackedActor {
  readonly name: string;
  state: StateTally;
  /** Epoch milliseconds. */
  since: number;
  /** True when it may have been in the state before `since`. */
  isAtLeast: boolean;
  queue: ActorQueue | undefined = undefined;
  before: TrackedActor | undefined = undefined;
  after: TrackedActor | undefined = undefined;

  constructor(name: string, state: StateTally, since: number, isAtLeast: boolean) {
    this.name = name;
    this.state = state;
    this.since = since;
    this.isAtLeast = isAtLeast;
  }

  /** Takes it out of its queue. */
  leave(): void {
    const { queue, before, after } = this;
    if (queue === undefined) return;
    if (before === undefined) queue.first = after;
    else before.after = after;
    if (after === undefined) queue.last = before;
    else after.before = before;
    this.queue = undefined;
    this.before = undefined;
    this.after = undefined;
  }
}

/** Actors in the order in which they have entered a state: linked, so that each can leave at once. */
export class ActorQueue {
  first: TrackedActor | undefined = undefined;
  last: TrackedActor | undefined = undefined;

  /** Adds one that has entered the state after all others. */
  add(actor: TrackedActor): void {
    actor.queue = this;
    actor.before = this.last;
    if (this.last === undefined) this.first = actor;
    else this.last.after = actor;
    this.last = actor;
  }
}

/** The first actors of several queues, in the order in which they have entered the state. */
export function firstOf(queues: readonly ActorQueue[], count: number): TrackedActor[] {
  const heads = queues.map(({ first }) => first);
  const found: TrackedActor[] = [];
  while (found.length < count) {
    let earliest = -1;
    for (let index = 0; index < heads.length; index++) {
      const head = heads[index];
      if (head === undefined) continue;
      const best = heads[earliest];
      if (best === undefined || head.since < best.since) earliest = index;
    }
    const head = heads[earliest];
    if (head === undefined) break;
    found.push(head);
    heads[earliest] = head.after;
  }
  return found;
}
