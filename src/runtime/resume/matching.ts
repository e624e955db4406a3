import type { AnyStateMachine } from 'xstate';
import type { ActiveStates } from '../../charts/activeStates.ts';
import type { ChartOutline } from '../../charts/chartOutline.ts';
import type { StateTimes, StoredSnapshot, StoredTimer } from '../../schema/storedActor.ts';

/** One chart with its stored state: that of an actor, or of a child of one. */
export interface StoredChart {
  readonly machine: AnyStateMachine;
  readonly snapshot: StoredSnapshot;
  /** The address of the actor. */
  readonly address: string;
  readonly since: StateTimes | undefined;
  /** Of the chart that has written the state; undefined for children, and if an earlier version has written it. */
  readonly outline: ChartOutline | undefined;
}

/** A stored chart with the states that are active in it. */
export interface ActiveChart extends StoredChart {
  readonly states: ActiveStates;
}

export interface MatchingOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /**
   * True when a migration has chosen the state: what does not fit it is dropped, and what it waits for is
   * started. Otherwise both are problems, unless the charts leave no doubt.
   */
  readonly isMigrated: boolean;
  /** True when a migration has chosen the timers, too; false when left out. */
  readonly hasChosenTimers?: boolean;
}

/** How one actor is matched with the charts of today, and what was found. */
export class Matching implements MatchingOptions {
  readonly now: () => number;
  readonly isMigrated: boolean;
  readonly hasChosenTimers: boolean;
  /** The timers of the actor and its children that go on. */
  readonly timers: StoredTimer[] = [];
  /** Each says what is wrong with the actor: a predicate whose subject is the actor. */
  readonly problems: string[] = [];
  /** True when something has to be written. */
  isChanged: boolean;

  constructor({ now, isMigrated, hasChosenTimers = false }: MatchingOptions) {
    this.now = now;
    this.isMigrated = isMigrated;
    this.hasChosenTimers = hasChosenTimers;
    this.isChanged = isMigrated;
  }

  /** Something stored does not fit the charts. After a migration, it is dropped. */
  mismatch(problem: string): void {
    if (!this.isMigrated) this.problems.push(problem);
  }

  retain(timer: StoredTimer): void {
    this.timers.push(timer);
  }

  /** Adds a timer that was not there before, or in another form. */
  set(timer: StoredTimer): void {
    this.timers.push(timer);
    this.isChanged = true;
  }
}

/** A state as a sentence names it. @param path empty for the root of the chart. */
export function stateText(path: string): string {
  return path === '' ? 'its chart' : `the state ${path}`;
}
