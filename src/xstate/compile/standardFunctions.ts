import type { AnyStateMachine } from 'xstate';
import {
  cartMachine,
  healthMachine,
  inventoryMachine,
  orderMachine,
} from '../../../machines/index.ts';
import type { BuiltinAction } from '../internals.ts';

const MACHINES: readonly AnyStateMachine[] = [
  cartMachine,
  orderMachine,
  inventoryMachine,
  healthMachine,
];

/** The functions in the standard charts: actions and what they are made of, guards, delays, contexts. */
const STANDARD: ReadonlySet<unknown> = new Set(
  MACHINES.flatMap(({ config, implementations }) => [
    config.context as unknown,
    ...Object.values(implementations.guards),
    ...Object.values(implementations.delays),
    ...Object.values(implementations.actions).flatMap((action) => functionsIn(action)),
  ]),
);

/** True for a standard chart whose actions have not been replaced. */
export function isStandard({ config, implementations }: AnyStateMachine): boolean {
  const { actions } = implementations;
  const isConfig = MACHINES.some((machine) => machine.config === config);
  return isConfig && Object.values(actions).every((action) => actionKeepsNothing(action, {}));
}

/**
 * True for the functions of the standard charts: they read their arguments when they are called, and
 * keep none of them. Also true for a value that is no function.
 */
export function keepsNothing(value: unknown): boolean {
  return typeof value !== 'function' || STANDARD.has(value);
}

/** True when {@link keepsNothing} is true for every function that the action calls. */
export function actionKeepsNothing(action: unknown, delays: unknown): boolean {
  return functionsIn(action, delays).every(keepsNothing);
}

/** The action itself, or what it was made of by XState. */
function functionsIn(action: unknown, delays: unknown = {}): unknown[] {
  if ((Object(action) as Partial<BuiltinAction>).resolve === undefined) return [action];
  const { assignment, collect, event, to, delay, sendId } = action as Record<string, unknown>;
  const members = typeof assignment === 'object' ? Object.values(assignment ?? {}) : [];
  const namedDelay = typeof delay === 'string' ? (delays as Record<string, unknown>)[delay] : delay;
  return [assignment, ...members, collect, event, to, namedDelay, sendId];
}
