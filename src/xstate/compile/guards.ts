import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { BuiltinGuard, NamedReference } from '../internals.ts';
import { keepsNothing } from './standardFunctions.ts';

/** The state that a guard is evaluated in: a snapshot is made only for a guard that reads it. */
export interface GuardedState {
  readonly context: unknown;
  readonly snapshot: AnyMachineSnapshot;
}

/** A guard with its name looked up. Returns what the chart's own function returns. */
export type CompiledGuard = (event: EventObject, state: GuardedState) => unknown;

interface GuardArguments {
  readonly context: unknown;
  readonly event: EventObject;
}

type GuardFunction = (args: GuardArguments, params: unknown) => unknown;

export type GuardReference = string | GuardFunction | NamedReference;

export function compileGuard(machine: AnyStateMachine, guard: GuardReference): CompiledGuard {
  if (typeof guard === 'function') return call(guard, undefined);
  const name = typeof guard === 'string' ? guard : guard.type;
  const found = (machine.implementations.guards as Record<string, GuardReference>)[name];
  if (!found) {
    return () => {
      throw new Error(`Guard '${name}' is not implemented.'.`);
    };
  }
  if (typeof found === 'function') return call(found, paramsOf(guard));
  // Another guard's name, looked up when it is evaluated, since two may name each other.
  return (event, state) => compileGuard(machine, found)(event, state);
}

/** The arguments of guards that keep nothing. */
const shared: { context: unknown; event: EventObject } = {
  context: undefined,
  event: { type: '' },
};

function call(guard: GuardFunction, params: Params | undefined): CompiledGuard {
  if ('check' in guard) {
    const builtin = guard as unknown as BuiltinGuard;
    return (event, { context, snapshot }) => {
      params?.(context, event); // XState also computes them, and then drops them.
      return builtin.check(snapshot, { context, event }, guard);
    };
  }
  if (params === undefined && keepsNothing(guard)) {
    return (event, { context }) => {
      shared.context = context;
      shared.event = event;
      return guard(shared, undefined);
    };
  }
  if (params === undefined) return (event, { context }) => guard({ context, event }, undefined);
  return (event, { context }) => guard({ context, event }, params(context, event));
}

type Params = (context: unknown, event: EventObject) => unknown;

/** Computes the parameters that stand beside the name of a guard or an action, if there are any. */
export function paramsOf(reference: string | NamedReference): Params | undefined {
  if (typeof reference === 'string' || !('params' in reference)) return undefined;
  const { params } = reference;
  if (typeof params !== 'function') return () => params;
  return (context, event) => params({ context, event });
}
