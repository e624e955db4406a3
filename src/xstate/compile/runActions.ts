import { type AnyActor, type AnyMachineSnapshot, createActor } from 'xstate';
import {
  type ActionArguments,
  type AssignAction,
  type BuiltinAction,
  type EnqueueAction,
  isStopped,
} from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import { Action } from './actions.ts';
import { type Call, DIRECT } from './directActions.ts';
import { type Collected, enqueuer } from './enqueuer.ts';
import { compileGuard, type GuardReference } from './guards.ts';
import { type ConfigurationParts, createSnapshot } from './snapshots.ts';

type Children = AnyMachineSnapshot['children'];

/** Runs actions one after the other; each sees what the previous ones have assigned. */
export function runActions(actions: readonly Collected[], on: ActionContext): void {
  for (const given of actions) {
    const action = given instanceof Action ? given : on.prepare(given);
    const { context, event } = on;
    // New for each action, which may keep it.
    const args: ActionArguments = { context, event, self: on.self, system: on.system };
    const params = action.params === undefined ? undefined : action.params(context, event);
    const { kind, implementation } = action;
    if (kind === 'assign') {
      assignTo(on, (implementation as AssignAction).assignment as Assignment, params);
    } else if (kind === 'enqueue') {
      runActions(collectFrom(implementation as EnqueueAction, { args, params, on }), on);
    } else if (kind === 'custom') {
      const { type } = action;
      if (on.isWatched) on.execute({ type, info: args, params, exec: implementation });
      else (implementation as CustomAction | undefined)?.(args, params);
    } else if (on.isWatched || !(kind in DIRECT)) {
      resolve(action, { args, params, on });
    } else {
      DIRECT[kind as keyof typeof DIRECT](implementation as never, { args, params, on });
    }
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
  const { context, event, self, system } = on;
  if (!context) {
    throw new Error(
      'Cannot assign to undefined `context`. Ensure that `context` is defined in the machine config.',
    );
  }
  let { children } = on;
  const spawn = (source: unknown, options: SpawnOptions) => {
    const child = spawnInto(on, source, options);
    children = { ...children, [child.id]: child } as Children;
    return child;
  };
  const args = { context, event, spawn, self, system };
  const update =
    typeof assignment === 'function'
      ? assignment(args, params)
      : evaluated(assignment, { args, params });
  on.assign(merged(context as object, update), children);
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

function evaluated(
  assignment: Readonly<Record<string, unknown>>,
  { args, params }: { args: AssignmentArguments; params: unknown },
): Record<string, unknown> {
  const update: Record<string, unknown> = {};
  for (const key of Object.keys(assignment)) {
    const value = assignment[key];
    update[key] = typeof value === 'function' ? (value as Expression)(args, params) : value;
  }
  return update;
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

function collectFrom({ collect: work }: EnqueueAction, { args, params, on }: Call) {
  const { context, event, self, system } = args;
  const { shown, machine } = on;
  // A check that is kept goes on to ask about this moment.
  const check = (guard: GuardReference) => {
    const isNow = on.context === context && on.shown === shown;
    const state = isNow ? on : earlierState(on, shown, context);
    return compileGuard(machine, guard)(event, state);
  };
  const collected: Collected[] = [];
  const enqueue = enqueuer(collected);
  work({ context, event, enqueue, check, self, system }, params);
  return collected;
}

/** Runs a built-in action by XState's own code. */
function resolve({ kind, implementation }: Action, { args, params, on }: Call): void {
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
