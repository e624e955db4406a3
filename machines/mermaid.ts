import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { namesOf, stateNodes, transitionsOf } from './chartGraph.ts';

/**
 * Draws a chart as a Mermaid state diagram (https://mermaid.js.org/syntax/stateDiagram.html).
 * Arrows read `event [guard] / actions`; the way that an event takes when no guard lets it pass is
 * marked `[else]`. Written by hand, because the converters on npm are for XState 4.
 */
export function toMermaid(machine: AnyStateMachine): string {
  return [
    'stateDiagram-v2',
    ...blockOf(machine.root, 1),
    ...arrows(machine).map((arrow) => `  ${arrow}`),
  ].join('\n');
}

/** The states inside `parent`, nested ones in their own blocks, with start and end marks. */
function blockOf(parent: AnyStateNode, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const first = parent.initial?.target?.[0];
  const lines = first === undefined ? [] : [`${indent}[*] --> ${nameOf(first)}`];
  for (const [index, node] of Object.values(parent.states).entries()) {
    if (parent.type === 'parallel' && index > 0) lines.push(`${indent}--`);
    lines.push(
      nameOf(node) === node.key
        ? `${indent}${node.key}`
        : `${indent}state "${node.key}" as ${nameOf(node)}`,
    );
    if (Object.keys(node.states).length > 0) {
      lines.push(`${indent}state ${nameOf(node)} {`, ...blockOf(node, depth + 1), `${indent}}`);
    }
    if (node.type === 'final') lines.push(`${indent}${nameOf(node)} --> [*]`);
  }
  return lines;
}

/** One arrow for each pair of states, with all the events that lead from the one to the other. */
function arrows(machine: AnyStateMachine): string[] {
  const labels = new Map<string, string[]>();
  for (const node of stateNodes(machine)) {
    if (node === machine.root) continue;
    const transitions = transitionsOf(node);
    for (const transition of transitions) {
      const target = transition.target?.[0] ?? node;
      const arrow = `${nameOf(node)} --> ${nameOf(target)}`;
      const list = labels.get(arrow) ?? [];
      list.push(labelOf(transition, transitions));
      labels.set(arrow, list);
    }
  }
  return [...labels].map(([arrow, list]) => `${arrow} : ${[...new Set(list)].join('<br/>')}`);
}

function labelOf(
  { eventType, guard, actions }: AnyTransitionDefinition,
  siblings: readonly AnyTransitionDefinition[],
): string {
  const hasGuardedSibling = siblings.some((other) => other.eventType === eventType && other.guard);
  const condition =
    guard !== undefined ? ` [${guardName(guard)}]` : hasGuardedSibling ? ' [else]' : '';
  const names = namesOf(actions);
  const effect = names.length === 0 ? '' : ` / ${names.join(', ')}`;
  return `${eventName(eventType)}${condition}${effect}`;
}

/** `after cartExpiry` for `xstate.after.cartExpiry.cart.open`; `always` for eventless transitions. */
function eventName(type: string): string {
  if (type === '') return 'always';
  const after = /^xstate\.after\.([^.]+)\./.exec(type);
  return after === null ? type : `after ${after[1]}`;
}

function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type);
  return typeof guard === 'function' && guard.name !== '' ? guard.name : 'guard';
}

/** Mermaid names take no dots. */
function nameOf(node: AnyStateNode): string {
  return node.path.length === 0 ? node.key : node.path.join('_');
}
