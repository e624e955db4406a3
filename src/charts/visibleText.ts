/** Controls, separators of lines, overrides of the direction of writing, and what XML does not allow. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A text in which characters that cannot be drawn are shown by their code, as `\u000a`; `''` for an empty one. */
export function visibleText(text: string): string {
  if (text === '') return "''";
  return text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
