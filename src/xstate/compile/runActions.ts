import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { ActionArguments, BuiltinAction, EnqueueAction } from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import { Action } from './actions.ts';
import { assign } from './assignments.ts';
import { runDirectly } from './directActions.ts';
import { type Collected, enqueuer } from './enqueuer.ts';
import { compileGuard, type GuardReference } from './guards.ts';
import { type ConfigurationParts, createSnapshot } from './snapshots.ts';

/** Runs actions one after the other; each sees what the previous ones have assigned. */
export function runActions(actions: readonly Action[], on: ActionContext): void {
  for (let index = 0; index < actions.length; index++) runAction(actions[index] as Action, on);
}

/** Runs what `enqueueActions` has collected. */
function runCollected(actions: readonly Collected[], on: ActionContext): void {
  for (const given of actions) runAction(given instanceof Action ? given : on.prepare(given), on);
}

function runAction(action: Action, on: ActionContext): void {
  const { kind, implementation } = action;
  const { isWatched } = on;
  if (action.keepsNothing && !isWatched) {
    runDirectly(action, on, on, undefined);
    return;
  }
  const { context, event } = on;
  const params = action.params === undefined ? undefined : action.params(context, event);
  if (kind === 'assign') {
    assign(action, on, params);
    return;
  }
  // New for each action, which may keep it.
  const args: ActionArguments = { context, event, self: on.self, system: on.system };
  if (kind === 'enqueue') {
    runCollected(collectFrom(implementation as EnqueueAction, args, params, on), on);
  } else if (isWatched && kind === 'custom') {
    on.execute({ type: action.type, info: args, params, exec: implementation });
  } else if (isWatched || kind === 'plain' || kind === 'other') {
    resolve(action, args, params, on);
  } else {
    runDirectly(action, on, args, params);
  }
}

/** An earlier state, as far as guards can see it. */
function earlierState(on: ActionContext, shown: ConfigurationParts, context: unknown) {
  const snapshot = createSnapshot(on.machine, shown, { ...on.snapshot, context });
  return { context, snapshot };
}

function collectFrom(
  { collect }: EnqueueAction,
  args: ActionArguments,
  params: unknown,
  on: ActionContext,
): readonly Collected[] {
  const { context, event, self, system } = args;
  const collected: Collected[] = [];
  const enqueue = enqueuer(collected);
  const check = checkAt(on, context, event);
  collect({ context, event, enqueue, check, self, system }, params);
  return collected;
}

/** The `check` of a collection. One that is kept goes on to ask about this moment. */
function checkAt(on: ActionContext, context: unknown, event: EventObject) {
  const { shown, machine } = on;
  on.isKept = true;
  return (guard: GuardReference) => {
    const isNow = on.context === context && on.shown === shown;
    const state = isNow ? on : earlierState(on, shown, context);
    return compileGuard(machine, guard)(event, state);
  };
}

/** Runs a built-in action by XState's own code. */
function resolve(
  { kind, implementation }: Action,
  args: ActionArguments,
  params: unknown,
  on: ActionContext,
): void {
  const action = implementation as BuiltinAction;
  on.isKept = true;
  const { scope, queue: internalQueue } = on;
  // A plain action reads only the machine and the children of the snapshot.
  const snapshot = kind === 'other' ? on.snapshot : (on as unknown as AnyMachineSnapshot);
  const extra = { internalQueue, deferredActorIds: undefined };
  const [next, resolved, further] = action.resolve(scope, snapshot, args, params, action, extra);
  if (next !== snapshot) on.assign(next.context, next.children);
  if (action.execute !== undefined) {
    const exec = action.execute.bind(null, scope, resolved);
    on.execute({ type: action.type, info: args, params: resolved, exec });
  }
  if (further !== undefined) runCollected(further as Collected[], on);
}
