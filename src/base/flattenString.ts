/**
 * Returns the same text, stored in one piece. V8 represents a concatenated string as a tree of its
 * parts, which takes two to five times the memory, until a character is read. Use it for texts that
 * are kept for long.
 */
export function flattenString(text: string): string {
  text.charCodeAt(text.length - 1);
  return text;
}
