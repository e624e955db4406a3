import type { AnyStateMachine } from 'xstate';
import { type ChartDescription, describeChart } from './describeChart.ts';
import { xmlText } from './dot/dotText.ts';
import { toDot } from './toDot.ts';

/** Fonts as wide as Helvetica, which the drawing is laid out for. */
const FONTS = "Helvetica,Arial,'Liberation Sans',sans-serif";

/**
 * Draws a chart as an SVG element, to be put into a page or a file. It has a title, a description in words for those
 * who cannot see it, a white background, and texts for fonts that are everywhere. Runs in a browser, too.
 *
 * @param layout makes an SVG of a graph in DOT, as Graphviz does.
 * @param machine any state machine.
 * @throws TypeError if it is not a state machine; what `layout` throws.
 *
 * @example
 * import { Graphviz } from '@hpcc-js/wasm-graphviz';
 *
 * const graphviz = await Graphviz.load();
 * element.innerHTML = toSvg(orderMachine, (dot) => graphviz.dot(dot));
 */
export function toSvg(machine: AnyStateMachine, layout: (dot: string) => string): string {
  const chart = describeChart(machine);
  const drawn = layout(toDot(machine));
  // Before it are the declarations of a whole document, which a page does not want.
  const element = drawn.slice(drawn.indexOf('<svg '));
  return element
    .replace(/^<svg ([^>]*)>/, (_, attributes) => `<svg role="img" ${attributes}>\n${words(chart)}`)
    .replaceAll('font-family="Helvetica,sans-Serif"', `font-family="${FONTS}"`)
    .replaceAll(/(<g id="[^"]*" class="cluster [^"]*">\n<title>)cluster /g, '$1')
    .replaceAll(UNNAMED, '')
    .replaceAll(ROW, '<g id="$1" class="transition $1"><a ');
}

/** The titles of marks, and of arrows to and from them, which are names in DOT only. */
const UNNAMED = /<title>(\.|[^<]*&#45;&gt;\.)[^<]*<\/title>\n/g;

/** A transition without a target, which is a row of its state: Graphviz gives rows an id and no class. */
const ROW = /<g id="(a_transition&#45;[^"]*)"><a /g;

/** The chart in words. */
function words({ id, states, transitions }: ChartDescription): string {
  const nameOf = (path: readonly string[]) => (path.length === 0 ? id : path.join('.'));
  const lines = [
    ...states.flatMap(({ path, initial }) =>
      initial === undefined ? [] : [`${nameOf(path)} starts in ${nameOf(initial.target)}.`],
    ),
    ...transitions.map(({ source, label, targets }) => {
      const ends = targets.length === 0 ? 'stays' : `goes to ${targets.map(nameOf).join(' and ')}`;
      return `${nameOf(source)} ${ends}: ${label}.`;
    }),
  ];
  const description = lines.map((line) => `${xmlText(line)}\n`).join('');
  return `<title>${xmlText(`Statechart ${id}`)}</title>\n<desc>\n${description}</desc>`;
}
