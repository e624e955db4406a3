import type { RecordedFact } from '../schema/recordedFact.ts';
import type { FactGroup, TurnFacts } from './factGroup.ts';

/** Evicted facts leave the list when there are so many of them: not one by one, which would move the others. */
const MAX_EVICTED = 1024;

/** The facts of a shop without a store that are kept for the same time: the objects themselves, oldest first. */
export class MemoryFactGroup implements FactGroup {
  readonly retentionMs: number;
  readonly #turns: (TurnFacts | undefined)[] = [];
  /** How many at the beginning of the list were evicted. */
  #evicted = 0;

  constructor(retentionMs: number) {
    this.retentionMs = retentionMs;
  }

  get firstSeq(): number | undefined {
    return this.#turns[this.#evicted]?.[0]?.seq;
  }

  add(facts: TurnFacts): undefined {
    this.#turns.push(facts);
    return undefined;
  }

  evict(
    isEvictable: (last: RecordedFact) => boolean,
    most: number,
    onEvict: (change: undefined, facts: TurnFacts) => void,
  ): void {
    for (let left = most; left > 0; left--) {
      const facts = this.#turns[this.#evicted];
      if (facts === undefined || !isEvictable(facts.at(-1) as RecordedFact)) break;
      this.#turns[this.#evicted++] = undefined;
      onEvict(undefined, facts);
    }
    if (this.#evicted < MAX_EVICTED) return;
    this.#turns.splice(0, this.#evicted);
    this.#evicted = 0;
  }

  *records(after: number, upTo: number): Generator<TurnFacts, undefined> {
    const turns = this.#turns;
    for (let index = this.#firstAfter(after); index < turns.length; index++) {
      const facts = turns[index] as TurnFacts;
      if ((facts[0] as RecordedFact).seq > upTo) return undefined;
      yield facts;
    }
    return undefined;
  }

  /** The index of the first turn with a fact after a number. */
  #firstAfter(after: number): number {
    let low = this.#evicted;
    let high = this.#turns.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.#turns[middle]?.at(-1)?.seq ?? 0;
      if (last > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
