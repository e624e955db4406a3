import type {
  ChartDescription,
  StateDescription,
  TransitionDescription,
} from '../describeChart.ts';
import { ROW_PREFIX } from '../elementIds.ts';
import { htmlText } from './dotText.ts';
import { NAME_SIZE, QUIET_INK, TEXT_SIZE } from './palette.ts';
import { isSamePath } from './pathRelations.ts';

/** The name of a state, below it its rows. */
export function boxLabel(chart: ChartDescription, state: StateDescription): string {
  const name = `<TR><TD><FONT POINT-SIZE="${NAME_SIZE}">${nameText(state)}</FONT></TD></TR>`;
  const rows = rowsOf(chart, state);
  return tableLabel(rows.length === 0 ? [name] : [name, '<HR/>', ...rows]);
}

/** The rows of a state whose name stands elsewhere; undefined if it has none. */
export function notesLabel(chart: ChartDescription, state: StateDescription): string | undefined {
  const { path } = state;
  // The root has no box: this says that its transitions are taken in all of its states.
  const isAnywhere =
    path.length === 0 && chart.transitions.some(({ source }) => isSamePath(source, path));
  const rows = [...(isAnywhere ? [cell('', '<I>in any state</I>')] : []), ...rowsOf(chart, state)];
  return rows.length === 0 ? undefined : tableLabel(rows);
}

export function nameText({ name }: StateDescription): string {
  return `<B>${htmlText(name)}</B>`;
}

/** The label of an arrow: what takes the transition, and below it the actions. */
export function arrowLabel(trigger: string, actions: readonly string[]): string {
  const lines = [
    ...(trigger === '' ? [] : [` ${htmlText(trigger)} `]),
    ...actionLines(actions).map((line) => ` <FONT COLOR="${QUIET_INK}">${line}</FONT> `),
  ];
  return `<${lines.map((line) => `${line}<BR ALIGN="LEFT"/>`).join('')}>`;
}

/** Characters of a line of actions, after which the next one begins. */
const LINE_LENGTH = 28;

function actionLines(actions: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, action] of actions.entries()) {
    const text = index === actions.length - 1 ? action : `${action},`;
    const last = lines.at(-1);
    if (last === undefined) lines.push(`/ ${text}`);
    else if (last.length + text.length < LINE_LENGTH) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines.map(htmlText);
}

/** What a state does on its own, and the transitions that leave it active, which have no arrow. */
function rowsOf(chart: ChartDescription, state: StateDescription): string[] {
  const { exit, invokes, path } = state;
  // Those of a chart stand at the arrow to its first state.
  const entry = isChartWithStates(state) ? [] : state.entry;
  const stays = chart.transitions.filter(
    ({ source, targets }) => targets.length === 0 && isSamePath(source, path),
  );
  return [
    ...(entry.length > 0 ? [row('entry', entry)] : []),
    ...(exit.length > 0 ? [row('exit', exit)] : []),
    ...invokes.map((name) => row('invoke', [name])),
    ...stays.map(transitionRow),
  ];
}

/** What happens on the way to the first state of a group; for a chart, also its own entry. */
export function initialActions(state: StateDescription): readonly string[] {
  const actions = state.initial?.actions ?? [];
  return isChartWithStates(state) ? [...state.entry, ...actions] : actions;
}

function isChartWithStates({ path, initial }: StateDescription): boolean {
  return path.length === 0 && initial !== undefined;
}

function row(moment: string, names: readonly string[]): string {
  return cell('', `${htmlText(moment)}${quiet(names)}`);
}

function transitionRow({ elementId, trigger, actions, label, description }: TransitionDescription) {
  // Graphviz gives a row an element of its own if it has a tooltip.
  const id = elementId.slice(ROW_PREFIX.length);
  const title = htmlText(description || label);
  return cell(` ID="${id}" TITLE="${title}"`, `${htmlText(trigger)}${quiet(actions)}`);
}

function quiet(actions: readonly string[]): string {
  if (actions.length === 0) return '';
  return `<FONT COLOR="${QUIET_INK}"> / ${htmlText(actions.join(', '))}</FONT>`;
}

function cell(attributes: string, content: string): string {
  return `<TR><TD ALIGN="LEFT" BALIGN="LEFT"${attributes}><FONT POINT-SIZE="${TEXT_SIZE}">${content}</FONT></TD></TR>`;
}

function tableLabel(rows: readonly string[]): string {
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">${rows.join('')}</TABLE>>`;
}
