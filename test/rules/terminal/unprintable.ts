/** Every character that no text output of the tool may contain, but for the line feed. */
export const UNPRINTABLE = [
  ...codes(0x00, 0x09),
  ...codes(0x0b, 0x1f),
  ...codes(0x7f, 0x9f),
  ...codes(0x2028, 0x2029),
  ...codes(0x202a, 0x202e),
  ...codes(0x2066, 0x2069),
]
  .map((code) => String.fromCharCode(code))
  .join('');

function codes(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The unprintable characters in a text, as their codes. */
export function unprintableIn(text: string): string[] {
  return [...text]
    .filter((character) => UNPRINTABLE.includes(character))
    .map((character) => character.charCodeAt(0).toString(16));
}
