import type { ChartDescription, StateDescription, StatePath } from '../describeChart.ts';
import { innerTail } from './anchors.ts';
import { type Attributes, attributeList, identity } from './attributes.ts';
import { clusterName, notesName, stateName } from './dotNames.ts';
import { quoted } from './dotText.ts';
import {
  FINAL_FILL,
  GROUP_FILL,
  INK,
  LINE,
  QUIET_INK,
  REGION_LINE,
  STATE_FILL,
  STATE_LINE,
} from './palette.ts';
import { isSamePath } from './pathRelations.ts';
import { initialMark } from './pseudoStates.ts';
import type { Route } from './routes.ts';
import { boxLabel, nameText, notesLabel } from './stateBox.ts';

/** The statements for all states, and for what belongs to the boxes round them. */
export function stateStatements(chart: ChartDescription, routes: readonly Route[]): string[] {
  const [root] = chart.states;
  const outside = junctionsIn(undefined, routes);
  return root === undefined ? outside : [...outside, ...stateLines(root, { chart, routes })];
}

interface Drawing {
  readonly chart: ChartDescription;
  readonly routes: readonly Route[];
}

function stateLines(state: StateDescription, drawing: Drawing): string[] {
  const { states } = drawing.chart;
  const { path } = state;
  const children = states.filter(
    (child) => child.path.length === path.length + 1 && isSamePath(child.path.slice(0, -1), path),
  );
  if (children.length === 0) return [node(state, drawing.chart)];
  const inside = [
    ...groupAttributes(state, drawing.chart),
    ...notes(state, drawing),
    ...(state.initial === undefined ? [] : [initialMark(path)]),
    ...junctionsIn(path, drawing.routes),
    ...children.flatMap((child) => stateLines(child, drawing)),
  ];
  return [`subgraph ${clusterName(path)} {`, ...inside.map((line) => `  ${line}`), '}'];
}

function node(state: StateDescription, chart: ChartDescription): string {
  const attributes = attributeList({
    ...stateIdentity(state),
    ...(state.kind === 'history' ? historyLook(state) : boxLook(state, chart)),
  });
  return `${stateName(state.path)} [${attributes}]`;
}

function boxLook(state: StateDescription, chart: ChartDescription): Attributes {
  const isFinal = state.kind === 'final';
  return {
    shape: 'box',
    style: quoted('rounded,filled'),
    fillcolor: quoted(isFinal ? FINAL_FILL : STATE_FILL),
    color: quoted(isFinal ? LINE : STATE_LINE),
    peripheries: isFinal ? '2' : undefined,
    margin: quoted('0.12,0.06'),
    label: boxLabel(chart, state),
  };
}

/** A circle with an H, as in UML: `H*` remembers all levels. */
function historyLook({ history }: StateDescription): Attributes {
  return {
    shape: 'circle',
    style: 'filled',
    fillcolor: 'white',
    width: '0.36',
    fixedsize: 'true',
    label: quoted(history?.depth === 'deep' ? 'H*' : 'H'),
  };
}

/** The look of the box round a state's children, as statements of its subgraph. */
function groupAttributes(state: StateDescription, { states }: ChartDescription): string[] {
  const parent = states.find(({ path }) => isSamePath(path, state.path.slice(0, -1)));
  const isRegion = state.path.length > 0 && parent?.kind === 'parallel';
  const attributes: Attributes = {
    ...stateIdentity(state),
    label: `<${nameText(state)}>`,
    labeljust: 'l',
    margin: '14',
    style: quoted(isRegion ? 'rounded,dashed' : 'rounded,filled'),
    fillcolor: isRegion ? undefined : quoted(GROUP_FILL),
    color: quoted(isRegion ? REGION_LINE : LINE),
  };
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
}

function stateIdentity({ elementId, kind, path, description }: StateDescription): Attributes {
  const classes = ['state', kind, ...(path.length === 0 ? ['root'] : [])];
  return identity(elementId, classes, description);
}

/** The rows of a state with others in it; a small circle if only arrows begin there. */
function notes(state: StateDescription, { chart, routes }: Drawing): string[] {
  const name = notesName(state.path);
  const label = notesLabel(chart, state);
  if (label !== undefined) {
    const look = { shape: 'box', style: 'rounded', color: quoted(REGION_LINE), label };
    return [`${name} [${attributeList({ ...identity(undefined, ['notes']), ...look })}]`];
  }
  if (!routes.some(({ from }) => from.node === innerTail(state.path))) return [];
  const look = { shape: 'circle', width: '0.1', fixedsize: 'true', label: quoted('') };
  return [`${name} [${attributeList({ ...identity(undefined, ['notes']), ...look })}]`];
}

/** The points of transitions with several arrows that lie in the box of a state. */
function junctionsIn(path: StatePath | undefined, routes: readonly Route[]): string[] {
  return routes.flatMap(({ junction, transition }) => {
    if (junction === undefined || !isPlace(junction.within, path)) return [];
    const look = {
      shape: 'point',
      width: '0.05',
      color: quoted(QUIET_INK),
      fillcolor: quoted(INK),
    };
    const classes = ['transition', transition.elementId];
    return [`${junction.node} [${attributeList({ ...identity(undefined, classes), ...look })}]`];
  });
}

function isPlace(within: StatePath | undefined, path: StatePath | undefined): boolean {
  if (within === undefined || path === undefined) return within === path;
  return isSamePath(within, path);
}
