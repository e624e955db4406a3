import type { ChartPicture, ChartUpdate } from '../../watchTypes.ts';
import { formatCompact, formatCount } from '../format/numbers.ts';
import { Badge } from './badge.ts';
import { isWithin, type StateRow } from './stateCounts.ts';
import { svgElement } from './svgElement.ts';
import { TransitionMark } from './transitionMark.ts';

export interface DrawnFigures {
  readonly rows: readonly StateRow[];
  readonly update: ChartUpdate | undefined;
  /** The path of the state whose figures are shown. */
  readonly selected: string | null;
  /** The state of the followed actor. */
  readonly followed: string | null;
}

interface DrawnState {
  readonly element: SVGGraphicsElement;
  /** Its path, with the other texts in its box. */
  readonly name: string;
  readonly badge: Badge;
}

const NOT_TAKEN = { count: 0, perSecond: 0 };

/**
 * The figures in the drawing of a chart. They change ten times a second, so only what has changed is written. The drawing has
 * to be in the document, where it has measures.
 */
export class ChartDrawing {
  readonly #states = new Map<string, DrawnState>();
  readonly #transitions = new Map<string, TransitionMark>();

  constructor(drawing: SVGSVGElement, chart: ChartPicture, onSelect: (path: string) => void) {
    const elements = drawnElements(drawing);
    const layer = svgElement('g', { class: 'overlay', 'aria-hidden': 'true' });
    for (const { elementId, path } of chart.states) {
      const [element] = elements.get(elementId) ?? [];
      if (element === undefined) continue;
      makeButton(element, () => onSelect(path));
      this.#states.set(path, {
        element,
        name: nameWithTexts(path, element),
        badge: new Badge(element, path, layer),
      });
    }
    for (const { elementId } of chart.transitions) {
      const parts = elements.get(elementId);
      if (parts !== undefined)
        this.#transitions.set(elementId, new TransitionMark(elementId, parts, layer));
    }
    drawing.firstElementChild?.append(layer);
  }

  show({ rows, update, selected, followed }: DrawnFigures): void {
    const isComplete = update?.isComplete ?? false;
    for (const { path, now } of rows) {
      const drawn = this.#states.get(path);
      if (drawn === undefined) continue;
      const { element, name, badge } = drawn;
      badge.show(isComplete || now > 0 ? formatCompact(now) : '…', now === 0);
      write(element, 'aria-label', `${name}: ${isComplete ? formatCount(now) : 'counting'}`);
      write(element, 'aria-pressed', String(path === selected));
      const isFollowed = followed !== null && isWithin(followed, path);
      element.classList.toggle('followed', isFollowed);
    }
    if (update === undefined) return;
    for (const [id, mark] of this.#transitions) mark.show(update.transitions[id] ?? NOT_TAKEN);
  }

  end(): void {
    for (const mark of this.#transitions.values()) mark.end();
  }
}

/** The elements by their id; a transition of several arrows has its id as a class of the others. */
function drawnElements(drawing: SVGSVGElement): Map<string, SVGGraphicsElement[]> {
  const elements = new Map<string, SVGGraphicsElement[]>();
  for (const element of drawing.querySelectorAll<SVGGraphicsElement>('g')) {
    for (const id of new Set([element.dataset.id ?? '', ...element.classList])) {
      const same = elements.get(id);
      if (same === undefined) elements.set(id, [element]);
      else same.push(element);
    }
  }
  return elements;
}

/** Who uses speech has to find what is written on a button in its name. */
function nameWithTexts(path: string, element: SVGGraphicsElement): string {
  const texts = [...element.querySelectorAll('text')].map(({ textContent }) => textContent.trim());
  const written = texts.filter((text) => text !== '').join(' ');
  if (path.endsWith(written)) return path;
  return written.startsWith(path) ? written : `${path}, ${written}`;
}

function makeButton(element: SVGGraphicsElement, onPress: () => void): void {
  element.setAttribute('role', 'button');
  element.setAttribute('tabindex', '0');
  element.addEventListener('click', onPress);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPress();
  });
}

function write(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
