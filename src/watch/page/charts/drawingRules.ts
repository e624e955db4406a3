/*
 * What of the SVG that Graphviz makes is taken over. Its texts come from the server, and a Content-Security-Policy refuses
 * style attributes: fonts and colours are those of the page.
 */

const ELEMENTS = new Set(['svg', 'g', 'path', 'polygon', 'polyline', 'ellipse', 'text', 'tspan']);
const ATTRIBUTES = new Set([
  ...['class', 'cx', 'cy', 'd', 'dx', 'dy', 'height', 'points', 'rx', 'ry', 'transform'],
  ...['stroke-dasharray', 'text-anchor', 'viewBox', 'width', 'x', 'y'],
  ...['font-size', 'font-style', 'font-weight'],
]);
/** The colour of what is less important, in the drawings of src/charts/toDot.ts. */
const QUIET_INK = '#4a5562';

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

export function isDrawn(element: string): boolean {
  return ELEMENTS.has(element);
}

/** The attributes that the copy of an element gets. Ids become `data-id`: the page has ids of its own. */
export function drawnAttributes(given: readonly Attribute[]): Attribute[] {
  return given.flatMap(({ name, value }) => {
    if (ATTRIBUTES.has(name)) return [{ name, value }];
    if (name === 'id') return [{ name: 'data-id', value }];
    if (name === 'fill' && value === QUIET_INK) return [{ name: 'data-fill', value: 'quiet' }];
    return [];
  });
}
