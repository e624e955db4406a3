import {
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  spawnChild,
} from 'xstate';
import { transitionsOf } from '../../charts/graph.ts';
import type { BuiltinAction } from '../internals.ts';

/** A feature of a chart that the compiler does not support. */
export interface Obstacle {
  /** The state that has it, as a path from the root (`a.b.c`); `''` for the root itself. */
  readonly path: string;
  /** What the compiler does not support; `malformed` is a mistake in the chart. */
  readonly feature: 'parallel' | 'history' | 'invoke' | 'spawn' | 'multiple targets' | 'malformed';
}

/** All unsupported features, in document order, each once for a state. */
export function unsupportedFeatures(machine: AnyStateMachine): Obstacle[] {
  const at = (node: AnyStateNode): Obstacle[] => {
    const path = node.path.join('.');
    return [
      ...featuresOf(machine, node).map((feature) => ({ path, feature })),
      ...Object.values(node.states).flatMap(at),
    ];
  };
  const ofMachine: Obstacle[] = isProvidedWell(machine) ? [] : [{ path: '', feature: 'malformed' }];
  return [...ofMachine, ...at(machine.root)];
}

function featuresOf(machine: AnyStateMachine, node: AnyStateNode): Obstacle['feature'][] {
  const transitions = transitionsOf(node);
  const features: Obstacle['feature'][] = [];
  if (node.type === 'parallel' || node.type === 'history') features.push(node.type);
  if (node.invoke.length > 0) features.push('invoke');
  const actions = actionsOf(node, transitions);
  if (actions?.some((action) => spawns(machine, action))) features.push('spawn');
  if (transitions.some(({ target }) => (target?.length ?? 0) > 1)) {
    features.push('multiple targets');
  }
  if (!actions?.every(isReference) || !transitions.every(isGuardedWell)) features.push('malformed');
  return features;
}

/** All actions in a state; undefined if its initial state does not exist. */
function actionsOf(
  node: AnyStateNode,
  transitions: readonly AnyTransitionDefinition[],
): unknown[] | undefined {
  try {
    return [
      ...node.entry,
      ...node.exit,
      ...node.initial.actions,
      ...transitions.flatMap(({ actions }) => actions),
    ];
  } catch {
    return undefined;
  }
}

/** Inline, by name, or by name with parameters. */
function isReference(reference: unknown): boolean {
  if (typeof reference !== 'object') return ['function', 'string'].includes(typeof reference);
  return typeof (reference as { readonly type?: unknown } | null)?.type === 'string';
}

/** XState ignores a falsy guard, but evaluates it if the transition is eventless. */
function isGuardedWell({ guard, eventType }: AnyTransitionDefinition): boolean {
  if (guard === undefined) return true;
  return guard ? isReference(guard) : eventType !== '';
}

/** Actions must be functions; guards may be names of others. Undefined ones count as left out. */
function isProvidedWell({ implementations: { actions, guards } }: AnyStateMachine): boolean {
  return (
    Object.values(actions).every((it) => it === undefined || typeof it === 'function') &&
    Object.values(guards).every((it) => it === undefined || isReference(it))
  );
}

const { resolve: resolveSpawn } = spawnChild('') as unknown as BuiltinAction;

function spawns({ implementations }: AnyStateMachine, action: unknown): boolean {
  const name = typeof action === 'object' ? (action as { type?: unknown } | null)?.type : action;
  const found =
    typeof action === 'function'
      ? action
      : (implementations.actions as Record<string, unknown>)[String(name)];
  return (Object(found) as Partial<BuiltinAction>).resolve === resolveSpawn;
}
