/**
 * Characters that change what a terminal shows of others: the controls C0, DEL and C1, the separators of lines
 * and paragraphs, and the controls of the direction of writing that embed, override or isolate. Not the line
 * feed, which ends the lines of an output.
 */
const UNPRINTABLE = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text of several lines that is safe to print: unprintable characters are shown escaped, as `\u001b`. JSON
 * stays the same JSON: it has such characters in its strings only.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** A value such as an id within a line: as {@link printable}, and a line feed is escaped, too. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
