/*
 * Text for DOT, the language of Graphviz. Names in a chart may be anything, and none of it is markup, an escape
 * sequence of Graphviz such as `\N`, or a character that no XML may have.
 */

/** Controls, separators of lines, overrides of the direction of writing, and what XML does not allow. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A text in which characters that cannot be drawn are shown by their code, as `\u000a`; `''` for an empty one. */
export function visibleText(text: string): string {
  if (text === '') return "''";
  return text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text within an HTML-like label, in which Graphviz reads escape sequences, too. */
export function htmlText(text: string): string {
  return withEntities(visibleText(text).replaceAll('\\', '\\\\'));
}

/** A text within an element of SVG. */
export function xmlText(text: string): string {
  return withEntities(visibleText(text));
}

/** A text that Graphviz shows, such as a tooltip, as the value of an attribute. */
export function quotedText(text: string): string {
  return quoted(htmlText(text));
}

/** A value without quotes in it. */
export function quoted(value: string): string {
  return `"${value}"`;
}

function withEntities(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
