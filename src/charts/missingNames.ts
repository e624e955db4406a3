import type { AnyStateMachine } from 'xstate';
import { namesOf, stateNodes, transitionsOf } from './graph.ts';

/** Every name in the chart has to mean something: XState skips an unknown action silently. */
export function missingNames(chart: AnyStateMachine): string[] {
  const { actions, guards, delays, actors } = chart.implementations;
  const nodes = stateNodes(chart);
  const transitions = nodes.flatMap(transitionsOf);
  const missing = (kind: string, used: readonly string[], known: object) =>
    [...new Set(used)]
      .filter((name) => !Object.hasOwn(known, name))
      .map((name) => `the ${kind} '${name}' has no implementation`);
  return [
    ...missing(
      'action',
      [
        ...nodes.flatMap((node) => namesOf([...node.entry, ...node.exit])),
        ...nodes.flatMap((node) => namesOf(node.initial?.actions ?? [])),
        ...transitions.flatMap((transition) => namesOf(transition.actions)),
      ],
      actions,
    ),
    ...missing(
      'guard',
      transitions.flatMap(({ guard }) => guardNames(guard)),
      guards,
    ),
    ...missing(
      'delay',
      nodes.flatMap(({ config }) =>
        Object.keys(config.after ?? {}).filter((delay) => Number.isNaN(Number(delay))),
      ),
      delays,
    ),
    ...missing(
      'actor',
      nodes.flatMap(({ invoke }) =>
        invoke.flatMap(({ src }) =>
          typeof src === 'string' && !src.startsWith('xstate.invoke.') ? [src] : [],
        ),
      ),
      actors,
    ),
  ];
}

/** Guards are names, objects with a name, functions, or combinations (`and`, `or`, `not`) of them. */
function guardNames(guard: unknown): string[] {
  if (typeof guard === 'string') return [guard];
  if (typeof guard === 'function') {
    const { guards } = guard as { guards?: readonly unknown[] };
    return (guards ?? []).flatMap(guardNames);
  }
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return [String(guard.type)];
  return [];
}
