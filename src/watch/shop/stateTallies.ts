import type { AnyStateMachine, StateValue } from 'xstate';
import { stateName } from '../../runtime/stateName.ts';
import { Configuration } from '../../xstate/compile/configuration.ts';
import { MAX_NAMES } from '../limits.ts';
import { TimeHistogram } from './timeHistogram.ts';

/** What the states of a chart are called together that are too many to be counted one by one. */
const OTHERS = '…';

/** The actors in one state of a chart. */
export class StateTally {
  readonly name: string;
  /** How many there are. */
  now = 0;
  /** How long those were in the state that have left it. */
  readonly times = new TimeHistogram();

  constructor(name: string) {
    this.name = name;
  }
}

/** The tallies of all states of all charts. Those of compiled charts are found by a number, since each step asks for two. */
export class StateTallies {
  readonly #byNumber: (StateTally | undefined)[] = [];
  readonly #byName = new Map<AnyStateMachine, Map<string, StateTally>>();

  /** @param state the configuration of a compiled chart, or the state value of any other. */
  of(machine: AnyStateMachine, state: Configuration | StateValue): StateTally {
    if (!(state instanceof Configuration)) return this.#named(machine, stateName(state));
    return this.#byNumber[state.number] ?? this.#add(machine, state);
  }

  /** The tallies of a chart: those of states that an actor has been in. */
  all(machine: AnyStateMachine): Iterable<StateTally> {
    return this.#byName.get(machine)?.values() ?? [];
  }

  #add(machine: AnyStateMachine, { number, value }: Configuration): StateTally {
    const tally = this.#named(machine, stateName(value));
    // Filled up, since V8 keeps an array with holes in another way.
    while (this.#byNumber.length < number) this.#byNumber.push(undefined);
    this.#byNumber[number] = tally;
    return tally;
  }

  #named(machine: AnyStateMachine, name: string): StateTally {
    let byName = this.#byName.get(machine);
    if (byName === undefined) {
      byName = new Map();
      this.#byName.set(machine, byName);
    }
    const tally = byName.get(name);
    if (tally !== undefined) return tally;
    // Parallel states have many combinations.
    if (byName.size >= MAX_NAMES && name !== OTHERS) return this.#named(machine, OTHERS);
    const added = new StateTally(name);
    byName.set(name, added);
    return added;
  }
}
