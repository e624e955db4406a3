import type { TransitionFigures } from '../../watchTypes.ts';
import { formatRate } from '../format/numbers.ts';
import { svgElement } from './svgElement.ts';

/** How long a transition stays lit before it fades. */
const LIT_MS = 500;

/** Lights a transition up when it is taken, and shows how often that is. */
export class TransitionMark {
  readonly #elements: readonly SVGGraphicsElement[];
  readonly #rate = svgElement('text', { class: 'rate', 'font-size': 11 });
  #count: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rateText = '';

  /**
   * A transition is drawn as one element, or as several: arrows, and a label. The rate is beside its label.
   *
   * @param layer what is drawn above all states and arrows.
   */
  constructor(id: string, elements: readonly SVGGraphicsElement[], layer: SVGGElement) {
    this.#elements = elements;
    this.#rate.dataset.transition = id;
    const labelled = elements.find((element) => linesIn(element).length > 0) ?? elements[0];
    if (labelled === undefined) return;
    const { x, y } = placeOf(labelled);
    this.#rate.setAttribute('x', String(x));
    this.#rate.setAttribute('y', String(y));
    layer.append(this.#rate);
  }

  /** The first count is where it starts; a lower one comes from a server that has started again. */
  show({ count, perSecond }: TransitionFigures): void {
    if (this.#count !== undefined && count > this.#count) this.#lightUp();
    this.#count = count;
    const text = perSecond === 0 ? '' : `${formatRate(perSecond)}/s`;
    if (text === this.#rateText) return;
    this.#rateText = text;
    this.#rate.textContent = text;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #lightUp(): void {
    for (const { dataset } of this.#elements) dataset.lit = 'true';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const { dataset } of this.#elements) delete dataset.lit;
    }, LIT_MS);
  }
}

/** The texts of a label; Graphviz draws what separates them as texts, too. */
function linesIn(element: SVGGraphicsElement): SVGTextElement[] {
  return [...element.querySelectorAll<SVGTextElement>('text')].filter(
    ({ textContent }) => textContent.trim() !== '',
  );
}

/** Above the label of an arrow, where nothing else is written, and after the row of a state. */
function placeOf(element: SVGGraphicsElement): { readonly x: number; readonly y: number } {
  const [first, ...others] = linesIn(element);
  if (first === undefined) {
    const { x, y, width, height } = element.getBBox();
    return { x: x + width / 2 + 6, y: y + height / 2 };
  }
  const { x, y } = first.getBBox();
  if (element.matches('.edge, .node')) return { x: x + 3, y: y - 2 };
  const ends = [first, ...others].map((line) => line.getBBox()).map((box) => box.x + box.width);
  return { x: Math.max(...ends) + 6, y: first.y.baseVal[0]?.value ?? y };
}
