import type { AnyStateMachine } from 'xstate';
import { wrongType } from '../base/check.ts';
import { isStateMachine } from '../xstate/internals.ts';

/** True for a state machine of any copy of XState. */
export function isMachine(value: unknown): value is AnyStateMachine {
  return isStateMachine(value);
}

/** @throws TypeError if the value is not a state machine of any copy of XState. */
export function assertMachine(name: string, value: unknown): asserts value is AnyStateMachine {
  if (isStateMachine(value)) return;
  throw wrongType(name, 'an XState state machine', value, describe(value));
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`;
}
