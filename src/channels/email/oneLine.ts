/** Control characters, among them all line breaks, and the separators of Unicode for lines and paragraphs. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** A text for a header or a log: each run of line breaks and other control characters becomes a space. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').trim();
}
