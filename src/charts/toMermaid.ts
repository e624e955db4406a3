import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { assertMachine } from './assertMachine.ts';
import { encode } from './elementIds.ts';
import { actionNames, stateNodes, transitionsOf } from './graph.ts';
import { transitionLabel, withActions } from './transitionLabel.ts';
import { visibleText } from './visibleText.ts';

/**
 * Draws a chart as a Mermaid state diagram (https://mermaid.js.org/syntax/stateDiagram.html).
 * Arrows read `event [guard] / actions`; `[else]` marks the transition that is taken when no guard
 * holds. Transitions without a target stand inside the box of their state, as in UML. Written for
 * this project, because the converters on npm are for XState 4.
 *
 * @param machine any state machine.
 * @throws TypeError if it is not a state machine.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 *
 * await writeFile('cart.mmd', toMermaid(cartMachine));
 */
export function toMermaid(machine: AnyStateMachine): string {
  assertMachine('machine', machine);
  const arrows = stateNodes(machine).flatMap((node) => arrowsFrom(node));
  return ['stateDiagram-v2', ...blockOf(machine.root), ...arrows.map((line) => `  ${line}`)].join(
    '\n',
  );
}

/** The states of `parent` with start and end marks; compound states have blocks of their own. */
function blockOf(parent: AnyStateNode): string[] {
  const first = parent.initial?.target?.[0];
  const lines: string[] = [];
  if (first !== undefined) {
    const atStart = parent.parent === undefined ? actionNames(parent.entry) : [];
    const label = atStart.length === 0 ? '' : ` : ${textOf(withActions('', atStart))}`;
    lines.push(`[*] --> ${nameOf(first)}${label}`);
  }
  for (const [index, node] of Object.values(parent.states).entries()) {
    if (parent.type === 'parallel' && index > 0) lines.push('--');
    lines.push(`state "${textOf(node.key)}" as ${nameOf(node)}`);
    if (Object.keys(node.states).length > 0) {
      lines.push(`state ${nameOf(node)} {`, ...blockOf(node), '}');
    }
    for (const [moment, actions] of [
      ['entry', node.entry],
      ['exit', node.exit],
    ] as const) {
      const names = actionNames(actions);
      if (names.length > 0) lines.push(`${nameOf(node)} : ${textOf(withActions(moment, names))}`);
    }
    for (const transition of transitionsOf(node)) {
      if (transition.target === undefined)
        lines.push(`${nameOf(node)} : ${textOf(transitionLabel(transition))}`);
    }
    if (node.type === 'final') lines.push(`${nameOf(node)} --> [*]`);
  }
  return lines.map((line) => `  ${line}`);
}

/** One arrow from `node` to each target, with all events that lead there. */
function arrowsFrom(node: AnyStateNode): string[] {
  const labels = new Map<string, string[]>();
  for (const transition of transitionsOf(node)) {
    for (const target of transition.target ?? []) {
      const arrow = `${nameOf(node)} --> ${nameOf(target)}`;
      labels.set(arrow, [...(labels.get(arrow) ?? []), textOf(transitionLabel(transition))]);
    }
  }
  return [...labels].map(([arrow, list]) => `${arrow} : ${list.join('<br/>')}`);
}

/** A name for Mermaid, which allows letters, digits and underscores. No two states have the same one. */
function nameOf({ path }: AnyStateNode): string {
  // Transitions of the root are possible in every state: they are drawn from the start mark.
  if (path.length === 0) return '[*]';
  return path.map((key) => (PLAIN_KEY.test(key) ? key : `_${encode(key)}`)).join('__');
}

/** A key that is a name as it stands: it has no two underscores in a row, as there are between keys. */
const PLAIN_KEY = /^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$/;

/** A text that is drawn as it is: `#35;` is a character by its code in Mermaid. */
function textOf(text: string): string {
  return visibleText(text).replace(/[#;<>"&]/g, (character) => `#${character.charCodeAt(0)};`);
}
