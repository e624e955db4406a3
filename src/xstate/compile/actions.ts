import {
  type AnyStateMachine,
  assign,
  cancel,
  emit,
  enqueueActions,
  log,
  raise,
  sendTo,
} from 'xstate';
import type { ActionReference, BuiltinAction } from '../internals.ts';
import { paramsOf } from './guards.ts';

/**
 * - `custom`: a function of the user, or a name without an implementation;
 * - `assign` and `enqueue`: XState's own, which the compiler runs without a snapshot for each;
 * - `emit`, `sendTo`, `raise`, `cancel`: XState's own that leave the snapshot unchanged, and that the
 *   compiler runs itself in an unwatched step;
 * - `plain`: another one of XState's that leaves the snapshot unchanged (`log`);
 * - `other`: any other action in XState's form, which gets a snapshot and may return another one.
 */
export type Kind =
  | 'custom'
  | 'assign'
  | 'enqueue'
  | 'emit'
  | 'sendTo'
  | 'raise'
  | 'cancel'
  | 'plain'
  | 'other';

/** An action with its name looked up. */
export class Action {
  readonly kind: Kind;
  /** Its type in inspection events. */
  readonly type: string;
  readonly implementation: unknown;
  /** Computes the parameters of the action; undefined if it gets none. */
  readonly params: ReturnType<typeof paramsOf> | undefined;

  constructor(kind: Kind, type: string, implementation: unknown, params?: Action['params']) {
    this.kind = kind;
    this.type = type;
    this.implementation = implementation;
    this.params = params;
  }
}

export function prepareAction(machine: AnyStateMachine, reference: ActionReference): Action {
  if (typeof reference === 'function') {
    const type = reference.name || '(anonymous)';
    return new Action(kindOf(reference), type, reference);
  }
  const type = typeof reference === 'string' ? reference : reference.type;
  const implementation = (machine.implementations.actions as Record<string, unknown>)[type];
  return new Action(kindOf(implementation), type, implementation, paramsOf(reference));
}

/** The `resolve` function that all of XState's actions of one kind share. */
const KINDS = new Map<unknown, Kind>([
  [resolveOf(assign({})), 'assign'],
  [resolveOf(enqueueActions(() => {})), 'enqueue'],
  [resolveOf(emit({ type: '' })), 'emit'],
  [resolveOf(sendTo('', { type: '' })), 'sendTo'],
  [resolveOf(raise({ type: '' })), 'raise'],
  [resolveOf(cancel('')), 'cancel'],
  [resolveOf(log()), 'plain'],
]);

function kindOf(implementation: unknown): Kind {
  const resolve = resolveOf(implementation);
  return resolve === undefined ? 'custom' : (KINDS.get(resolve) ?? 'other');
}

function resolveOf(implementation: unknown): BuiltinAction['resolve'] | undefined {
  return (Object(implementation) as Partial<BuiltinAction>).resolve;
}
