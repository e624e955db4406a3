import { svgElement } from './svgElement.ts';

const HEIGHT = 18;
const CHARACTER_WIDTH = 6.7;
/** How far it covers the box of the state, whose arrows come in at the middle. */
const OVERLAP = 12;

/** A number at the upper right corner of a state. */
export class Badge {
  readonly #group = svgElement('g', { class: 'badge' });
  readonly #box = svgElement('rect', { height: HEIGHT, rx: HEIGHT / 2 });
  readonly #label = svgElement('text', { 'text-anchor': 'middle', 'font-size': 11 });
  readonly #left: number;
  #text = '';

  /** @param layer what is drawn above all states and arrows. */
  constructor(state: SVGGraphicsElement, path: string, layer: SVGGElement) {
    const { x, y, width } = state.getBBox();
    this.#left = x + width - OVERLAP;
    this.#box.setAttribute('x', String(this.#left));
    this.#box.setAttribute('y', String(y - HEIGHT / 2));
    this.#label.setAttribute('y', String(y + 4));
    this.#group.dataset.path = path;
    this.#group.append(this.#box, this.#label);
    layer.append(this.#group);
  }

  show(text: string, isNone: boolean): void {
    if (text === this.#text) return;
    this.#text = text;
    const width = Math.max(HEIGHT, text.length * CHARACTER_WIDTH + 11);
    this.#box.setAttribute('width', String(width));
    this.#label.setAttribute('x', String(this.#left + width / 2));
    this.#label.textContent = text;
    this.#group.classList.toggle('none', isNone);
  }
}
