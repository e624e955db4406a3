const SVG = 'http://www.w3.org/2000/svg';

/** A new element of SVG. Values are attributes, never markup. */
export function svgElement<Name extends string>(
  name: Name,
  attributes: Readonly<Record<string, string | number>> = {},
): Name extends keyof SVGElementTagNameMap ? SVGElementTagNameMap[Name] : SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element as ReturnType<typeof svgElement<Name>>;
}
