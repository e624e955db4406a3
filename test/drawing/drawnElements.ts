import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { SaxesParser } from 'saxes';

const graphviz = await Graphviz.load();

/** What Graphviz makes of a graph in DOT. */
export function layout(dot: string): string {
  return graphviz.dot(dot);
}

/** An element of an SVG that has an id. */
export interface DrawnElement {
  readonly id: string;
  readonly classes: readonly string[];
  /** The title of the element itself. */
  title: string | undefined;
  tooltip: string | undefined;
  /** The texts in it in document order, one for each line or part of one; not those of elements with ids in it. */
  readonly texts: string[];
  /** Names and attributes of the shapes in it. */
  readonly shapes: Readonly<Record<string, string>>[];
}

/**
 * Reads an SVG.
 *
 * @throws Error if it is no well-formed XML.
 */
export function drawnElements(svg: string): DrawnElement[] {
  const found: DrawnElement[] = [];
  const open: (DrawnElement | undefined)[] = [];
  const names: string[] = [];
  const parser = new SaxesParser();
  const owner = () => open.findLast((element) => element !== undefined);
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    names.push(name);
    const { id, class: classes = '' } = attributes;
    // Graphviz wraps what has a tooltip in one more element with an id of its own.
    const isWrapper = id?.startsWith('a_a_') || id?.startsWith('a_state') || id?.endsWith('-label');
    const element =
      id === undefined || isWrapper
        ? undefined
        : {
            id,
            classes: classes.split(' '),
            title: undefined,
            tooltip: undefined,
            texts: [],
            shapes: [],
          };
    if (element !== undefined) found.push(element);
    open.push(element);
    const last = owner();
    if (name === 'a' && last !== undefined) last.tooltip = attributes['xlink:title'];
    if (name === 'text') owner()?.texts.push('');
    if (['path', 'polygon', 'ellipse', 'polyline'].includes(name)) {
      owner()?.shapes.push({ ...attributes, name });
    }
  });
  parser.on('text', (text) => {
    const element = owner();
    if (element === undefined) return;
    if (names.at(-1) === 'title') element.title = text;
    if (names.at(-1) === 'text') element.texts[element.texts.length - 1] += text;
  });
  parser.on('closetag', () => {
    names.pop();
    open.pop();
  });
  parser.write(svg).close();
  return found;
}

/** The text of an element as it is read: a no-break space is a space. */
export function textOf({ texts }: DrawnElement): string {
  return texts.join('').replaceAll('\u00a0', ' ').trim();
}
