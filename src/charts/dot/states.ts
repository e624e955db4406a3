import type { ChartDescription, StateDescription, StatePath } from '../describeChart.ts';
import { type Attributes, attributeList, identity, statements } from './attributes.ts';
import { clusterName, notesName, stateName } from './dotNames.ts';
import { quoted } from './dotText.ts';
import { arrowLabel, nameText, notesLabel } from './labels.ts';
import { groupLook, nodeLook, notesLook, rootLook } from './looks.ts';
import { TEXT_SIZE } from './palette.ts';
import { isChild, isSamePath } from './pathRelations.ts';
import { initialMark } from './pseudoStates.ts';
import type { Route } from './routes.ts';

/** What is drawn. */
interface Drawing {
  readonly chart: ChartDescription;
  readonly routes: readonly Route[];
}

/** The statements for all states, and for what belongs to the boxes round them. */
export function stateStatements(chart: ChartDescription, routes: readonly Route[]): string[] {
  const [root] = chart.states;
  return root === undefined ? [] : statementsOf(root, { chart, routes });
}

function statementsOf(state: StateDescription, drawing: Drawing): string[] {
  const children = drawing.chart.states.filter(({ path }) => isChild(path, state.path));
  if (children.length === 0) return [stateNode(state, drawing.chart)];
  const isRoot = state.path.length === 0;
  const inside = [
    ...statements({
      ...stateIdentity(state),
      label: `<${nameText(state)}>`,
      ...(isRoot ? rootLook() : groupLook(isRegion(state, drawing.chart))),
    }),
    ...notesNodes(state, drawing),
    ...(state.initial === undefined ? [] : [initialMark(state.path)]),
    ...labelNodes(state.path, drawing.routes),
    ...children.flatMap((child) => statementsOf(child, drawing)),
  ];
  // The root is the whole graph. Its box would be overlapped by labels at the edge.
  if (isRoot) return inside;
  return [`subgraph ${clusterName(state.path)} {`, ...inside.map((line) => `  ${line}`), '}'];
}

function stateNode(state: StateDescription, chart: ChartDescription): string {
  return node(stateName(state.path), { ...stateIdentity(state), ...nodeLook(state, chart) });
}

function isRegion({ path }: StateDescription, { states }: ChartDescription): boolean {
  return states.some((parent) => parent.kind === 'parallel' && isChild(path, parent.path));
}

function stateIdentity({ elementId, kind, path, description }: StateDescription): Attributes {
  const classes = ['state', kind, ...(path.length === 0 ? ['root'] : [])];
  return identity(elementId, classes, description);
}

/** The rows of a state with others in it; a small circle if it has none, and arrows begin there. */
function notesNodes(state: StateDescription, { chart, routes }: Drawing): string[] {
  const name = notesName(state.path);
  const label = notesLabel(chart, state);
  if (label === undefined && !routes.some(({ from }) => from.node === name)) return [];
  return [node(name, { ...identity(undefined, ['notes']), ...notesLook(label) })];
}

/** The labels in the box of a state that have arrows to and from them. */
function labelNodes(path: StatePath, routes: readonly Route[]): string[] {
  return routes.flatMap(({ label, transition }) => {
    if (label === undefined || !isSamePath(label.within, path)) return [];
    const { elementId, description, trigger, actions } = transition;
    const attributes = {
      ...identity(elementId, ['transition', elementId], description),
      shape: 'plaintext',
      margin: quoted('0.04,0.03'),
      width: '0',
      height: '0',
      fontsize: String(TEXT_SIZE),
      label: arrowLabel(trigger, actions),
    };
    return [node(label.node, attributes)];
  });
}

function node(name: string, attributes: Attributes): string {
  return `${name} [${attributeList(attributes)}]`;
}
