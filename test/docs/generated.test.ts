import { expect, it } from 'vitest';
import { generatedParts } from '../../tools/generated/generatedParts.ts';
import { marksIn, withMark } from '../../tools/generated/marks.ts';
import { DOCUMENTS, documentOf, ROOT } from './documents.ts';

const parts = generatedParts(ROOT);

for (const { file, mark, script, make } of parts) {
  it(`${file} shows "${mark}" as it is (npm run ${script})`, () => {
    expect(marksIn(documentOf(file).text).get(mark)).toBe(make());
  });
}

it('every mark of a document belongs to a generated part', () => {
  const known = new Set(parts.map(({ file, mark }) => `${file}: ${mark}`));
  const marks = DOCUMENTS.flatMap(({ file, text }) =>
    [...text.matchAll(/^<!-- (?!end -->)(.+) -->$/gm)].map(([, mark]) => `${file}: ${mark}`),
  );
  expect(marks.filter((mark) => !known.has(mark))).toEqual([]);
  expect(marks.length).toBe(parts.length);
});

it('a mark takes a text in place of its own, whatever characters that has', () => {
  const document = 'before\n<!-- a -->\nold\n<!-- end -->\n<!-- b -->\nother\n<!-- end -->\n';
  const written = withMark(document, 'a', "$& $1\n$'");
  expect(marksIn(written)).toEqual(
    new Map([
      ['a', "$& $1\n$'"],
      ['b', 'other'],
    ]),
  );
  expect(() => withMark(document, 'c', '')).toThrow('expected a mark <!-- c -->, got none');
});
