import type { StatePath } from '../describeChart.ts';
import { quotedName } from './dotText.ts';

/*
 * Names of nodes in DOT. Graphviz makes them the titles of its elements, so a state has its path for a name. The
 * names of all other nodes begin with a dot, which that of a state never does.
 */

export function stateName(path: StatePath): string {
  return quotedName(pathText(path));
}

/** A name that begins with `cluster` makes Graphviz draw a box round the nodes of a subgraph. */
export function clusterName(path: StatePath): string {
  return quotedName(`cluster ${pathText(path)}`);
}

/** The mark where a compound state starts. */
export function initialName(path: StatePath): string {
  return quotedName(`.initial ${pathText(path)}`);
}

/** The rows of a state that has others in it. */
export function notesName(path: StatePath): string {
  return quotedName(`.notes ${pathText(path)}`);
}

/** The label of a transition with several arrows. */
export function labelName(elementId: string): string {
  return quotedName(`.label ${elementId}`);
}

/** No two paths have the same text: `\` marks a dot in a key, and an empty key. */
function pathText(path: StatePath): string {
  return path.map((key) => (key === '' ? '\\0' : key.replaceAll(/[\\.]/g, '\\$&'))).join('.');
}
