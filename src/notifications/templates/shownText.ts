import { MAX_SHOWN_NAME_LENGTH } from './limits.ts';

/** The controls of the direction of writing that embed, override or isolate: they would reach beyond the text. */
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Control characters, and the separators of lines and paragraphs. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

/** A text that others have written, as it stands in a default message: in one line, and not too long. */
export function shownText(text: string, maxLength = MAX_SHOWN_NAME_LENGTH): string {
  const line = singleLine(text.replace(DIRECTION_CONTROLS, ''));
  return cutText(line.replace(/\s+/g, ' '), maxLength);
}

/** The text with a space in place of control characters, among them all that end a line or a header. */
export function singleLine(text: string): string {
  return text.replace(CONTROLS, ' ').trim();
}

/** A text of at most `maxLength` characters: a longer one is cut and ends in an ellipsis. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - 1;
  // Half of a surrogate pair is no character.
  const isWithinPair = (text.codePointAt(end - 1) as number) > 0xffff;
  return `${text.slice(0, isWithinPair ? end - 1 : end).trimEnd()}…`;
}
