/**
 * The same text in one piece. V8 keeps what was joined of pieces as a tree of them, two to five
 * times the size, until somebody asks for a character: of worth for what is kept for long.
 */
export function flattenString(text: string): string {
  text.charCodeAt(text.length - 1);
  return text;
}
