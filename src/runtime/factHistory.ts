import type { RecordedFact } from '../schema/recordedFact.ts';

/** The facts that an actor in memory has emitted, before earlier passivations too. */
export interface FactHistory {
  /** True when it has to get each fact as it is; false when its type, number and time will do. */
  readonly keepsFacts: boolean;
  add(fact: RecordedFact): void;
  /** Oldest first. @param actor its context, from which members of the facts may follow. */
  facts(actor: { readonly context: unknown }): readonly RecordedFact[];
  /**
   * The same history with each fact kept as it was emitted. To be called before the context changes other
   * than by a step. Left out when facts do not follow from the context.
   */
  asEmitted?(actor: { readonly context: unknown }): FactHistory;
}

/** Keeps facts as they are. */
export class FactList implements FactHistory {
  readonly keepsFacts = true;
  #facts: readonly RecordedFact[];

  constructor(facts: readonly RecordedFact[] = NO_FACTS) {
    this.#facts = facts;
  }

  add(fact: RecordedFact): void {
    const facts = this.#facts;
    // A copy: most actors emit only a few facts, and an array that grows reserves room for many more.
    const longer = new Array<RecordedFact>(facts.length + 1);
    for (let index = 0; index < facts.length; index++) longer[index] = facts[index] as RecordedFact;
    longer[facts.length] = fact;
    this.#facts = longer;
  }

  facts(): readonly RecordedFact[] {
    return this.#facts;
  }
}

const NO_FACTS: readonly RecordedFact[] = [];
