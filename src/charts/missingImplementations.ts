import type { AnyStateMachine } from 'xstate';
import { guardsIn } from '../xstate/internals.ts';
import { actionNames, stateNodes, transitionsOf } from './graph.ts';

/** Names in the chart without an implementation: XState skips an unknown action silently. */
export function missingImplementations(chart: AnyStateMachine): string[] {
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
        ...nodes.flatMap((node) => actionNames([...node.entry, ...node.exit])),
        ...nodes.flatMap((node) => actionNames(node.initial?.actions ?? [])),
        ...transitions.flatMap((transition) => actionNames(transition.actions)),
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

/** Names in a guard: a name, an object with one, a function, or a combination (`and`, `or`, `not`). */
function guardNames(guard: unknown): string[] {
  if (typeof guard === 'string') return [guard];
  if (typeof guard === 'function') {
    return guardsIn(guard).flatMap(guardNames);
  }
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return [String(guard.type)];
  return [];
}
