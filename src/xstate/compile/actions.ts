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
import type { ActionReference, AssignAction, BuiltinAction, NamedReference } from '../internals.ts';
import { type Assigner, assignerFor } from './assigners.ts';
import { paramsOf } from './guards.ts';
import { actionKeepsNothing } from './standardFunctions.ts';

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
  readonly params: ReturnType<typeof paramsOf>;
  /** True when its functions keep nothing of what they get, so that no arguments are made for them. */
  readonly keepsNothing: boolean;
  /** Its assignment as generated code; undefined until it first runs, null if it cannot be generated. */
  #assigner: Assigner | null | undefined = undefined;

  constructor(
    kind: Kind,
    type: string,
    implementation: unknown,
    { params, keepsNothing = false }: Partial<Pick<Action, 'params' | 'keepsNothing'>> = {},
  ) {
    this.kind = kind;
    this.type = type;
    this.implementation = implementation;
    this.params = params;
    this.keepsNothing = keepsNothing && params === undefined;
  }

  /** For an object-form `assign`: the code that runs it; null if it cannot be generated. */
  get assigner(): Assigner | null {
    if (this.#assigner === undefined) {
      const { assignment } = this.implementation as AssignAction;
      this.#assigner = assignment === null ? null : (assignerFor(assignment as object) ?? null);
    }
    return this.#assigner;
  }
}

export function prepareAction(machine: AnyStateMachine, reference: ActionReference): Action {
  const { actions, delays } = machine.implementations;
  const isInline = typeof reference === 'function';
  const type = isInline ? reference.name || '(anonymous)' : nameOf(reference);
  const implementation = isInline ? reference : (actions as Record<string, unknown>)[type];
  const kind = kindOf(implementation);
  return new Action(kind, type, implementation, {
    params: isInline ? undefined : paramsOf(reference),
    keepsNothing:
      kind !== 'plain' && kind !== 'other' && actionKeepsNothing(implementation, delays),
  });
}

function nameOf(reference: string | NamedReference): string {
  return typeof reference === 'string' ? reference : reference.type;
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
