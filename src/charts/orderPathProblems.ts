import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { edgesFrom, initialEdge, isWalkable, pathName, transitionsOf } from './graph.ts';

/** The problem that no path leads from `pending` to a final state at the top level, if so. */
export function unreachableEndProblems(chart: AnyStateMachine): string[] {
  const seen = new Set<AnyStateNode>();
  const queue = Object.values(chart.root.states).filter(({ key }) => key === 'pending');
  for (const node of queue) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.type === 'final' && node.parent === chart.root) return [];
    const ancestors = node.parent === undefined ? [] : [node.parent];
    const targets = transitionsOf(node).flatMap(({ target }) => target ?? []);
    queue.push(...ancestors, ...targets, ...(node.initial?.target ?? []));
    if (node.type === 'parallel') queue.push(...Object.values(node.states));
  }
  return ["there is no way from 'pending' to a final state at the top level"];
}

/**
 * Follows every path and checks that each final state is reached with the hold resolved, once.
 * The check finds `releaseStock` and `commitStock` by their names in the chart. It skips charts with
 * parallel or history states: for those, the engine stops at run time before an order ends with its
 * stock still held.
 */
export function stockHoldProblems(chart: AnyStateMachine): string[] {
  return followHolds(chart).problems;
}

/**
 * Whether the stock of an order may be held in a state, by the path of the state: with both, it depends on the way. A
 * state that no path leads to is not among them; none is for charts that cannot be followed.
 */
export function heldIn(chart: AnyStateMachine): ReadonlyMap<string, ReadonlySet<boolean>> {
  return followHolds(chart).held;
}

function followHolds(chart: AnyStateMachine) {
  const inStates = new Map<string, Set<boolean>>();
  if (!isWalkable(chart)) return { problems: [], held: inStates };
  const problems = new Set<string>();
  const seen = new Set<string>();
  const first = initialEdge(chart);
  const queue = [{ leaf: first.target, held: resolve(true, first.actions, 'at the start') }];
  for (const { leaf, held } of queue) {
    const key = `${held} ${leaf.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const path = pathName(leaf);
    inStates.set(path, (inStates.get(path) ?? new Set<boolean>()).add(held));
    const isEnd = leaf.type === 'final' && leaf.parent === chart.root;
    if (isEnd && held) {
      problems.add(
        `stock is held in the final state '${pathName(leaf)}': some way there has neither the action 'commitStock' nor 'releaseStock'`,
      );
    }
    if (isEnd) continue;
    for (const { event, actions, target } of edgesFrom(leaf)) {
      const where = `on '${event}' in '${pathName(leaf)}'`;
      queue.push({ leaf: target, held: resolve(held, actions, where) });
    }
  }
  return { problems: [...problems], held: inStates };

  function resolve(held: boolean, actions: readonly string[], where: string): boolean {
    let still = held;
    for (const action of actions) {
      if (action !== 'commitStock' && action !== 'releaseStock') continue;
      if (!still) problems.add(`'${action}' ${where} resolves a hold that is resolved already`);
      still = false;
    }
    return still;
  }
}
