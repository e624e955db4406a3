import {
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  spawnChild,
} from 'xstate';
import { prepareAction } from './actions.ts';
import type { ActionReference, BuiltinAction } from './internals.ts';

/** Something in a chart that its compiled form cannot do. */
export interface Obstacle {
  /** The state where it stands, `a.b.c` from the root, which itself is `''`. */
  readonly path: string;
  readonly feature: 'parallel' | 'history' | 'invoke' | 'spawn' | 'multiple targets';
}

/** All obstacles, in document order, each once for a state. */
export function obstaclesIn(machine: AnyStateMachine): Obstacle[] {
  const at = (node: AnyStateNode): Obstacle[] => {
    const path = node.path.join('.');
    return [
      ...featuresOf(machine, node).map((feature) => ({ path, feature })),
      ...Object.values(node.states).flatMap(at),
    ];
  };
  return at(machine.root);
}

function featuresOf(machine: AnyStateMachine, node: AnyStateNode): Obstacle['feature'][] {
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  const features: Obstacle['feature'][] = [];
  if (node.type === 'parallel' || node.type === 'history') features.push(node.type);
  if (node.invoke.length > 0) features.push('invoke');
  if (spawns(machine, node, transitions)) features.push('spawn');
  if (transitions.some(({ target }) => (target?.length ?? 0) > 1)) {
    features.push('multiple targets');
  }
  return features;
}

const { resolve: resolveSpawn } = spawnChild('') as unknown as BuiltinAction;

function spawns(
  machine: AnyStateMachine,
  node: AnyStateNode,
  transitions: readonly AnyTransitionDefinition[],
): boolean {
  const initial = node.type === 'compound' ? node.initial.actions : [];
  const actions = [
    ...node.entry,
    ...node.exit,
    ...initial,
    ...transitions.flatMap((transition) => transition.actions),
  ];
  return actions.some((action) => {
    const { implementation } = prepareAction(machine, action as ActionReference);
    return (Object(implementation) as Partial<BuiltinAction>).resolve === resolveSpawn;
  });
}
