import { drawnAttributes, isDrawn } from './drawingRules.ts';
import { svgElement } from './svgElement.ts';

const XLINK = 'http://www.w3.org/1999/xlink';

/**
 * The drawing in a text of SVG, as elements that are made anew: only shapes and texts of it are taken over, whatever else is in
 * the text.
 *
 * @throws Error if the text is no SVG
 */
export function copyDrawing(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (!(parsed instanceof SVGSVGElement)) throw new Error('Graphviz has made no SVG.');
  const drawing = svgElement('svg');
  copyInto(drawing, parsed);
  return drawing;
}

function copyInto(to: Element, from: Element): void {
  for (const { name, value } of drawnAttributes([...from.attributes])) to.setAttribute(name, value);
  appendCopies(to, from);
}

function appendCopies(to: Element, from: Element): void {
  for (const child of from.childNodes) {
    if (child instanceof Text) {
      to.append(child.data);
    } else if (child instanceof SVGElement && child.localName === 'a') {
      // Graphviz makes a link of what has a tooltip.
      appendCopies(to, child);
      appendTitle(to, child.getAttributeNS(XLINK, 'title'));
    } else if (child instanceof SVGElement && isDrawn(child.localName)) {
      const copied = svgElement(child.localName);
      copyInto(copied, child);
      to.append(copied);
    }
  }
}

function appendTitle(to: Element, text: string | null): void {
  if (text === null || text === '') return;
  const title = svgElement('title');
  title.append(text);
  to.prepend(title);
}
