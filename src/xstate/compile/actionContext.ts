import type { AnyActor, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { ActionArguments, ActionReference, ExecutableAction, Scope } from '../internals.ts';
import type { Action } from './actions.ts';
import type { Chart } from './chart.ts';
import type { Effects } from './effects.ts';
import type { ConfigurationParts } from './snapshots.ts';

/** What actions read and change. */
export interface ActionContext {
  readonly chart: Chart;
  readonly machine: AnyStateMachine;
  readonly self: AnyActor;
  readonly system: ActionArguments['system'];
  readonly scope: Scope;
  /** True when each action is executed as XState does it, since somebody inspects the system now. */
  readonly isWatched: boolean;
  readonly event: EventObject;
  readonly queue: EventObject[];
  readonly context: unknown;
  readonly children: AnyMachineSnapshot['children'];
  /** The states that a snapshot shows: until a microstep ends, the previous ones. */
  readonly shown: ConfigurationParts;
  /** All changes so far as a snapshot; creating it takes time. */
  readonly snapshot: AnyMachineSnapshot;
  execute(action: ExecutableAction): void;
  /** What an unwatched step does outside of its actor. */
  readonly effects: Effects;
  /** Set when something has been given away that reads this object later. */
  isKept: boolean;
  assign(context: unknown, children: AnyMachineSnapshot['children']): void;
  prepare(reference: ActionReference): Action;
}
