/**
 * The text, or its beginning and an ellipsis if it is longer.
 *
 * @param maxLength UTF-16 units of the result; at least as many as the ellipsis has.
 */
export function cutText(text: string, maxLength: number, ellipsis = '…'): string {
  if (text.length <= maxLength) return text;
  return wholeCharacters(text.slice(0, maxLength - ellipsis.length)).trimEnd() + ellipsis;
}

/** Without the first half of a surrogate pair at the end. */
function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}
