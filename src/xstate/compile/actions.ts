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
 * - `custom`: a function of the user's, or a name that nothing is behind;
 * - `assign` and `enqueue`: XState's own, done here without a snapshot for each;
 * - `plain`: XState's own that leave the snapshot as it is (`raise`, `sendTo`, `emit`, `log`, `cancel`);
 * - `other`: whatever else has XState's form; it is given a snapshot and may answer another one.
 */
type Kind = 'custom' | 'assign' | 'enqueue' | 'plain' | 'other';

/** An action with its name looked up. */
export class Action {
  readonly kind: Kind;
  /** As it stands in inspection events. */
  readonly type: string;
  readonly implementation: unknown;
  /** Works out what the action gets as its parameters; undefined if it gets none. */
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

/** XState's actions of one kind all share their `resolve`. */
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
