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
 * - `plain`: XState's own that leave the snapshot unchanged (`raise`, `sendTo`, `emit`, `log`, `cancel`);
 * - `other`: any other action in XState's form, which gets a snapshot and may return another one.
 */
type Kind = 'custom' | 'assign' | 'enqueue' | 'plain' | 'other';

/** An action with its name looked up. */
export class Action {
  readonly kind: Kind;
  /** Its type in inspection events. */
  readonly type: string;
  readonly implementation: unknown;
  /** Computes the parameters of the action; undefined if it gets none. */
  readonly params: ReturnType<typeof paramsOf> | undefined;

  constructor(
    kind: Kind,
    {
      type,
      implementation,
      params,
    }: { type: string; implementation: unknown; params?: Action['params'] },
  ) {
    this.kind = kind;
    this.type = type;
    this.implementation = implementation;
    this.params = params;
  }
}

export function prepareAction(machine: AnyStateMachine, reference: ActionReference): Action {
  if (typeof reference === 'function') {
    const type = reference.name || '(anonymous)';
    return new Action(kindOf(reference), { type, implementation: reference });
  }
  const type = typeof reference === 'string' ? reference : reference.type;
  const implementation = (machine.implementations.actions as Record<string, unknown>)[type];
  return new Action(kindOf(implementation), {
    type,
    implementation,
    ...(typeof reference !== 'string' && 'params' in reference && { params: paramsOf(reference) }),
  });
}

/** The `resolve` function that all of XState's actions of one kind share. */
const KINDS = new Map<unknown, Kind>([
  [resolveOf(assign({})), 'assign'],
  [resolveOf(enqueueActions(() => {})), 'enqueue'],
  ...[raise({ type: '' }), sendTo('', { type: '' }), emit({ type: '' }), log(), cancel('')].map(
    (action) => [resolveOf(action), 'plain'] as const,
  ),
]);

function kindOf(implementation: unknown): Kind {
  const resolve = resolveOf(implementation);
  return resolve === undefined ? 'custom' : (KINDS.get(resolve) ?? 'other');
}

function resolveOf(implementation: unknown): BuiltinAction['resolve'] | undefined {
  return (Object(implementation) as Partial<BuiltinAction>).resolve;
}
