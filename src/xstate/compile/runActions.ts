import { type AnyActor, type AnyMachineSnapshot, createActor, type EventObject } from 'xstate';
import {
  type ActionArguments,
  type AssignAction,
  type BuiltinAction,
  type EnqueueAction,
  isStopped,
} from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import { Action } from './actions.ts';
import { runDirectly } from './directActions.ts';
import { beginShared, type Collected, endShared, enqueuer, KEEPS_NOTHING } from './enqueuer.ts';
import { compileGuard, type GuardReference } from './guards.ts';
import { type ConfigurationParts, createSnapshot } from './snapshots.ts';

type Children = AnyMachineSnapshot['children'];

/** Runs actions one after the other; each sees what the previous ones have assigned. */
export function runActions(actions: readonly Collected[], on: ActionContext): void {
  for (let index = 0; index < actions.length; index++) {
    const given = actions[index] as Collected;
    runAction(given instanceof Action ? given : on.prepare(given), on);
  }
}

function runAction(action: Action, on: ActionContext): void {
  const { kind, implementation } = action;
  const { context, event } = on;
  const params = action.params === undefined ? undefined : action.params(context, event);
  if (kind === 'assign') {
    assignTo(on, (implementation as AssignAction).assignment as Assignment, params);
    return;
  }
  // New for each action, which may keep it.
  const args: ActionArguments = { context, event, self: on.self, system: on.system };
  if (kind === 'enqueue') {
    runActions(collectFrom(implementation as EnqueueAction, args, params, on), on);
  } else if (kind === 'custom') {
    const { type } = action;
    if (on.isWatched) on.execute({ type, info: args, params, exec: implementation });
    else (implementation as CustomAction | undefined)?.(args, params);
  } else if (on.isWatched || kind === 'plain' || kind === 'other') {
    resolve(action, args, params, on);
  } else {
    runDirectly(kind, implementation, on, args, params);
  }
}

type CustomAction = (args: ActionArguments, params: unknown) => void;

type AssignmentArguments = ActionArguments & { readonly spawn: unknown };
type Expression = (args: AssignmentArguments, params: unknown) => unknown;
export type Assignment =
  | ((args: AssignmentArguments, params: unknown) => object)
  | Readonly<Record<string, unknown>>;

/** XState's `assign` without a snapshot for each. */
export function assignTo(on: ActionContext, assignment: Assignment, params: unknown): void {
  const { context } = on;
  if (!context) {
    throw new Error(
      'Cannot assign to undefined `context`. Ensure that `context` is defined in the machine config.',
    );
  }
  if (typeof assignment === 'object' && isConstant(assignment)) {
    on.assign(updated(context as object, assignment), on.children);
    return;
  }
  const { event, self, system } = on;
  let { children } = on;
  const spawn = (source: unknown, options: SpawnOptions) => {
    const child = spawnInto(on, source, options);
    children = { ...children, [child.id]: child } as Children;
    return child;
  };
  const args = { context, event, spawn, self, system };
  const next =
    typeof assignment === 'function'
      ? merged(context as object, assignment(args, params))
      : updated(context as object, evaluated(assignment, args, params));
  on.assign(next, children);
}

/** True when no member has to be evaluated. */
function isConstant(assignment: Readonly<Record<string, unknown>>): boolean {
  for (const key in assignment) if (typeof assignment[key] === 'function') return false;
  return Object.getPrototypeOf(assignment) === Object.prototype;
}

/** Stands for the context before it has been created. */
export const NOTHING: object = Object.freeze({});

/** Does what `Object.assign` does, in a quarter of the time when no member is new. */
function merged(context: object, update: object): object {
  if (context === NOTHING && !hasProto(update)) return { ...update };
  if (typeof context !== 'object') return Object.assign({}, context, update);
  for (const key in update) {
    if (!(key in context) || key === '__proto__') return Object.assign({}, context, update);
  }
  return { ...context, ...update };
}

/** `Object.assign` sets the prototype where a spread adds a member. */
function hasProto(update: object | null | undefined): boolean {
  return update !== null && update !== undefined && Object.hasOwn(update, '__proto__');
}

/** Each member of the assignment evaluated, in their order. */
function evaluated(
  assignment: Readonly<Record<string, unknown>>,
  args: AssignmentArguments,
  params: unknown,
): Record<string, unknown> {
  const update: Record<string, unknown> = {};
  for (const key of Object.keys(assignment)) {
    const value = assignment[key];
    update[key] = typeof value === 'function' ? (value as Expression)(args, params) : value;
  }
  return update;
}

/** Does what {@link merged} does, for an update that is a plain object without symbols. */
function updated(context: object, update: Readonly<Record<string, unknown>>): object {
  if (context === NOTHING || typeof context !== 'object') return merged(context, update);
  for (const key in update)
    if (!(key in context) || key === '__proto__') return merged(context, update);
  const next: Record<string, unknown> = { ...context };
  for (const key in update) next[key] = update[key];
  return next;
}

interface SpawnOptions {
  readonly id?: string;
  readonly systemId?: string;
  readonly syncSnapshot?: boolean;
  readonly input?: unknown;
}

/** The `spawn` of an assignment: the child starts when the macrostep ends. */
function spawnInto(
  { machine, scope, context, event }: ActionContext,
  source: unknown,
  { id, systemId, syncSnapshot, input }: SpawnOptions = {},
): AnyActor {
  const isNamed = typeof source === 'string';
  const logic = isNamed ? machine.implementations.actors[source as never] : source;
  if (!logic) {
    throw new Error(`Actor logic '${source}' not implemented in machine '${machine.id}'`);
  }
  const { self } = scope;
  const child = createActor(
    logic as never,
    {
      id,
      parent: self,
      syncSnapshot,
      input: isNamed && typeof input === 'function' ? input({ context, event, self }) : input,
      src: source,
      systemId,
    } as never,
  ) as AnyActor;
  scope.defer(() => {
    if (!isStopped(child)) child.start();
  });
  return child;
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
  if (KEEPS_NOTHING.has(collect)) {
    const enqueue = beginShared();
    collect({ context, event, enqueue, check: undefined, self, system }, params);
    return endShared();
  }
  const collected: Collected[] = [];
  const enqueue = enqueuer(collected);
  const check = checkAt(on, context, event);
  collect({ context, event, enqueue, check, self, system }, params);
  return collected;
}

/** The `check` of a collection. One that is kept goes on to ask about this moment. */
function checkAt(on: ActionContext, context: unknown, event: EventObject) {
  const { shown, machine } = on;
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
  if (further !== undefined) runActions(further as Collected[], on);
}
