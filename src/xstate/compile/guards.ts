import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { BuiltinGuard, NamedReference } from '../internals.ts';

/** A guard with its name looked up. Returns what the chart's own function returns. */
export type CompiledGuard = (event: EventObject, snapshot: AnyMachineSnapshot) => unknown;

interface GuardArguments {
  readonly context: unknown;
  readonly event: EventObject;
}

type GuardFunction = (args: GuardArguments, params: unknown) => unknown;

export type GuardReference = string | GuardFunction | NamedReference;

export function compileGuard(machine: AnyStateMachine, guard: GuardReference): CompiledGuard {
  if (typeof guard === 'function') return call(guard, () => undefined);
  const name = typeof guard === 'string' ? guard : guard.type;
  const found = (machine.implementations.guards as Record<string, GuardReference>)[name];
  if (!found) {
    return () => {
      throw new Error(`Guard '${name}' is not implemented.'.`);
    };
  }
  if (typeof found === 'function') return call(found, paramsOf(guard));
  // Another guard's name, looked up when it is evaluated, since two may name each other.
  return (event, snapshot) => compileGuard(machine, found)(event, snapshot);
}

function call(
  guard: GuardFunction,
  params: (context: unknown, event: EventObject) => unknown,
): CompiledGuard {
  if ('check' in guard) {
    const builtin = guard as unknown as BuiltinGuard;
    return (event, snapshot) => {
      const { context } = snapshot;
      params(context, event); // XState also computes them, and then drops them.
      return builtin.check(snapshot, { context, event }, guard);
    };
  }
  return (event, snapshot) => {
    const { context } = snapshot;
    const given = params(context, event);
    return guard({ context, event }, given);
  };
}

/** Computes the parameters that stand beside the name of a guard or an action. */
export function paramsOf(
  reference: string | NamedReference,
): (context: unknown, event: EventObject) => unknown {
  if (typeof reference === 'string' || !('params' in reference)) return () => undefined;
  const { params } = reference;
  if (typeof params !== 'function') return () => params;
  return (context, event) => params({ context, event });
}
