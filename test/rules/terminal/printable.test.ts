import { describe, expect, test } from 'vitest';
import { columnTable } from '../../../src/terminal/columnTable.ts';
import { oneLine, printable } from '../../../src/terminal/printable.ts';
import { textTable } from '../../../src/terminal/textTable.ts';
import { UNPRINTABLE, unprintableIn } from './unprintable.ts';

/** As `\u001b`. */
function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

describe('what is printed', () => {
  test.each([...UNPRINTABLE].map((character) => [escapeOf(character), character]))(
    'shows %s escaped',
    (shown, character) => {
      expect(printable(`a${character}${character}b`)).toBe(`a${shown}${shown}b`);
      expect(oneLine(`a${character}b`)).toBe(`a${shown}b`);
    },
  );

  test('keeps the line feeds that end its lines, but none of a value', () => {
    expect(printable('a\nb\n')).toBe('a\nb\n');
    expect(oneLine('a\nb\n')).toBe('a\\u000ab\\u000a');
  });

  test('keeps everything that is printable', () => {
    const text = 'Käse 漢字 עברית 👩‍🚀 \u00a0 ~ \\u001b';
    expect(printable(text)).toBe(text);
    expect(oneLine(text)).toBe(text);
  });

  test('stays the same JSON', () => {
    const value = { [`\\${UNPRINTABLE}`]: [`"\\\\${UNPRINTABLE}\n"`, UNPRINTABLE] };
    const shown = printable(JSON.stringify(value));
    expect(unprintableIn(shown)).toEqual([]);
    expect(JSON.parse(shown)).toEqual(value);
  });
});

describe('a table', () => {
  test('shows its cells escaped, each in its line, and as wide as they are shown', () => {
    expect(columnTable(['id', 'n'], [['a\u001b\nb', '1']])).toBe(
      'id              n\na\\u001b\\u000ab  1',
    );
    expect(
      textTable([
        ['consumer \u009b', 7, 'of \u202e'],
        ['next', 'x\r\n'],
      ]),
    ).toBe('consumer \\u009b  7  of \\u202e\nnext             x\\u000d\\u000a\n');
  });
});
