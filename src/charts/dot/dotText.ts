import { visibleText } from '../visibleText.ts';

/*
 * Text for DOT, the language of Graphviz. Names in a chart may be anything, and none of it is markup, an escape
 * sequence of Graphviz such as `\N`, or a character that no XML may have.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A text within an HTML-like label, in which Graphviz reads escape sequences, too. */
export function htmlText(text: string): string {
  return withEntities(visibleText(text).replaceAll('\\', '\\\\'));
}

/** A text within an element of SVG. */
export function xmlText(text: string): string {
  return withEntities(visibleText(text));
}

/** A name. In names, Graphviz reads no escape sequences, and keeps both of two backslashes. */
export function quotedName(text: string): string {
  return quoted(htmlText(text));
}

/** A tooltip, in which Graphviz reads escape sequences, and reads them again in what it has got. */
export function quotedTooltip(text: string): string {
  return quoted(htmlText(visibleText(text).replaceAll('\\', '\\\\')));
}

/** A value without quotes in it. */
export function quoted(value: string): string {
  return `"${value}"`;
}

function withEntities(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
