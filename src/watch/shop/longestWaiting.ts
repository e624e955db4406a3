import type { ScannedActor } from '../../runtime/scannedActor.ts';
import { stateName } from '../../runtime/stateName.ts';
import { MAX_LONGEST, MAX_WAITING_STATES } from '../limits.ts';
import type { WaitingActor } from '../watchTypes.ts';

/** The actors of one kind that have been in each state longest, of those that a scan has found. */
export class LongestWaiting {
  readonly #kind: string;
  /** By state, the longest first. */
  readonly #byState = new Map<string, WaitingActor[]>();

  constructor(kind: string) {
    this.#kind = kind;
  }

  /** An actor whose age is not known is left out. */
  add({ name, status, value, since, isAtLeast }: ScannedActor): void {
    if (status !== 'active' || since === undefined) return;
    const state = stateName(value);
    let longest = this.#byState.get(state);
    if (longest === undefined) {
      if (this.#byState.size === MAX_WAITING_STATES) return;
      longest = [];
      this.#byState.set(state, longest);
    }
    const last = longest.at(-1);
    if (longest.length === MAX_LONGEST && last !== undefined && since >= last.since) return;
    let place = longest.length;
    while (place > 0 && since < (longest[place - 1] as WaitingActor).since) place--;
    longest.splice(place, 0, { id: `${this.#kind}:${name}`, state, since, isAtLeast });
    if (longest.length > MAX_LONGEST) longest.pop();
  }

  /** All of them, the longest first. */
  list(): WaitingActor[] {
    const found = new Map<string, WaitingActor>();
    for (const longest of this.#byState.values()) {
      // One that has changed its place during a scan may have been found twice.
      for (const waiting of longest) found.set(waiting.id, waiting);
    }
    return [...found.values()].sort((a, b) => a.since - b.since);
  }

  /** Drops those that do not wait any more. @param find the actor as it is now. */
  recheck(find: (name: string) => ScannedActor | undefined): void {
    for (const [state, longest] of this.#byState) {
      const still = longest.filter((waiting) => {
        const now = find(waiting.id.slice(this.#kind.length + 1));
        return now !== undefined && now.since === waiting.since && stateName(now.value) === state;
      });
      this.#byState.set(state, still);
    }
  }
}
