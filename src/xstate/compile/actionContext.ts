import type { AnyActor, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { ActionArguments, ActionReference, ExecutableAction, Scope } from '../internals.ts';
import type { Action } from './actions.ts';
import type { Effect } from './effects.ts';
import type { ConfigurationParts } from './snapshots.ts';

/** What actions read and change. */
export interface ActionContext {
  readonly machine: AnyStateMachine;
  readonly self: AnyActor;
  readonly system: ActionArguments['system'];
  readonly scope: Scope;
  /** True when each action is executed as XState does it, for those who inspect the system. */
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
  addEffect(effect: Effect): void;
  assign(context: unknown, children: AnyMachineSnapshot['children']): void;
  prepare(reference: ActionReference): Action;
}
