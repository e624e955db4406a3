import {
  type AnyActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type EventObject,
} from 'xstate';
import {
  type ActionArguments,
  type ActionReference,
  type AssignAction,
  type BuiltinAction,
  type EnqueueAction,
  isStopped,
  type Scope,
} from '../internals.ts';
import { Action } from './actions.ts';
import { type Collected, enqueuer } from './enqueuer.ts';
import { compileGuard, type GuardReference } from './guards.ts';

/** What actions read and change. */
export interface ActionContext {
  readonly machine: AnyStateMachine;
  readonly scope: Scope;
  readonly execute: Scope['actionExecutor'];
  readonly event: EventObject;
  readonly queue: EventObject[];
  readonly context: unknown;
  readonly children: AnyMachineSnapshot['children'];
  /** All changes so far as a snapshot; creating it takes time. */
  readonly snapshot: AnyMachineSnapshot;
  assign(context: unknown, children: AnyMachineSnapshot['children']): void;
  prepare(reference: ActionReference): Action;
}

type Children = AnyMachineSnapshot['children'];

/** Runs actions one after the other; each sees what the previous ones have assigned. */
export function runActions(actions: readonly Collected[], on: ActionContext): void {
  for (const given of actions) {
    const action = given instanceof Action ? given : on.prepare(given);
    const { context, event, scope } = on;
    const args: ActionArguments = { context, event, self: scope.self, system: scope.system };
    const params = action.params?.(context, event);
    switch (action.kind) {
      case 'custom':
        on.execute({
          type: action.type,
          info: args,
          params,
          exec: action.implementation,
        });
        break;
      case 'assign':
        assignTo(on, (action.implementation as AssignAction).assignment as Assignment, params);
        break;
      case 'enqueue':
        runActions(collectFrom(action.implementation as EnqueueAction, { args, params, on }), on);
        break;
      default:
        resolve(action, { args, params, on });
    }
  }
}

type AssignmentArguments = ActionArguments & { readonly spawn: unknown };
type Expression = (args: AssignmentArguments, params: unknown) => unknown;
export type Assignment =
  | ((args: AssignmentArguments, params: unknown) => object)
  | Readonly<Record<string, unknown>>;

/** XState's `assign` without a snapshot for each. */
export function assignTo(on: ActionContext, assignment: Assignment, params: unknown): void {
  const { context, event, scope } = on;
  if (!context) {
    throw new Error(
      'Cannot assign to undefined `context`. Ensure that `context` is defined in the machine config.',
    );
  }
  const { self, system } = scope;
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
  if (context === NOTHING) return { ...update };
  if (typeof context !== 'object') return Object.assign({}, context, update);
  for (const key in update) {
    if (!(key in context) || key === '__proto__') return Object.assign({}, context, update);
  }
  return { ...context, ...update };
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

interface Call {
  readonly args: ActionArguments;
  readonly params: unknown;
  readonly on: ActionContext;
}

function collectFrom({ collect: work }: EnqueueAction, { args, params, on }: Call) {
  const { context, event, self, system } = args;
  const check = (guard: GuardReference) => compileGuard(on.machine, guard)(event, on.snapshot);
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
  const snapshot = kind === 'plain' ? (on as unknown as AnyMachineSnapshot) : on.snapshot;
  const extra = { internalQueue, deferredActorIds: undefined };
  const [next, resolved, further] = action.resolve(scope, snapshot, args, params, action, extra);
  if (next !== snapshot) on.assign(next.context, next.children);
  if (action.execute !== undefined) {
    const exec = action.execute.bind(null, scope, resolved);
    on.execute({ type: action.type, info: args, params: resolved, exec });
  }
  if (further !== undefined) runActions(further as Collected[], on);
}
