import { type AnyActor, type AnyMachineSnapshot, createActor } from 'xstate';
import { type ActionArguments, type AssignAction, isStopped } from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import type { Action } from './actions.ts';
import { assignerOfUpdate } from './assigners.ts';

type Children = AnyMachineSnapshot['children'];

type AssignmentArguments = ActionArguments & { readonly spawn: unknown };
type Expression = (args: AssignmentArguments, params: unknown) => unknown;
type ContextFunction = (args: AssignmentArguments, params: unknown) => object;

/** Stands for the context before it has been created. */
export const NOTHING: object = Object.freeze({});

/** XState's `assign` without a snapshot for each. */
export function assign(action: Action, on: ActionContext, params: unknown): void {
  const { assignment } = action.implementation as AssignAction;
  const context = contextOf(on);
  if (action.keepsNothing) {
    const args = on as unknown as AssignmentArguments;
    on.assign(assigned(action, context, args, params, on.chart.isStandard), on.children);
  } else if (typeof assignment === 'object' && isConstant(assignment as object)) {
    on.assign(updated(context, assignment as object, false), on.children);
  } else {
    assignWith(on, (args) => assigned(action, context, args, params, false));
  }
}

/** Sets the context to what a function makes of the arguments, which can also spawn children. */
export function assignWith(
  on: ActionContext,
  makeContext: (args: AssignmentArguments) => object,
): void {
  const { context, event, self, system } = on;
  let { children } = on;
  // The function may keep `spawn`.
  on.isKept = true;
  const spawn = (source: unknown, options: SpawnOptions) => {
    const child = spawnInto(on, source, options);
    children = { ...children, [child.id]: child } as Children;
    return child;
  };
  on.assign(makeContext({ context, event, spawn, self, system } as AssignmentArguments), children);
}

/** Assigns members that have no function among them. */
export function assignUpdate(on: ActionContext, update: object): void {
  on.assign(updated(contextOf(on), update, on.chart.isStandard), on.children);
}

/** @throws Error with XState's message if there is none. */
function contextOf({ context }: ActionContext): object {
  if (context) return context as object;
  throw new Error(
    'Cannot assign to undefined `context`. Ensure that `context` is defined in the machine config.',
  );
}

function assigned(
  action: Action,
  context: object,
  args: AssignmentArguments,
  params: unknown,
  isPlain: boolean,
): object {
  const { assignment } = action.implementation as AssignAction;
  if (typeof assignment === 'function') {
    return merged(context, (assignment as ContextFunction)(args, params));
  }
  const { assigner } = action;
  if (assigner !== null && typeof context === 'object') {
    return assigner.assign(context, args, params, isPlain);
  }
  const update = evaluated(assignment as Readonly<Record<string, unknown>>, args, params);
  return updated(context, update, isPlain);
}

/** True when it is a plain object and no member has to be evaluated. */
function isConstant(assignment: object): boolean {
  for (const key in assignment) {
    if (typeof (assignment as Record<string, unknown>)[key] === 'function') return false;
  }
  return Object.getPrototypeOf(assignment) === Object.prototype;
}

/** Does what `Object.assign` does, in a quarter of the time when no member is new. */
export function merged(context: object, update: object): object {
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
): object {
  const update: Record<string, unknown> = {};
  for (const key of Object.keys(assignment)) {
    const value = assignment[key];
    update[key] = typeof value === 'function' ? (value as Expression)(args, params) : value;
  }
  return update;
}

/** Does what {@link merged} does, for an update that is a plain object without symbols. */
function updated(context: object, update: object, isPlain: boolean): object {
  const assigner = typeof context === 'object' ? assignerOfUpdate(update) : undefined;
  return assigner?.assign(context, update, undefined, isPlain) ?? merged(context, update);
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
