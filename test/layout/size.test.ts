import { describe, expect, it } from 'vitest';
import { sourceFiles } from './sourceFiles.ts';

const LONGEST = 300;
const LONGEST_MEDIAN = 80;

const lengths = ['machines', 'src', 'bench', 'examples', 'tools']
  .flatMap((folder) => [...sourceFiles(folder)])
  .map(([file, { text }]) => ({ file, lines: text.trimEnd().split('\n').length }))
  .sort((a, b) => a.lines - b.lines);

describe('the files of machines/, src/, bench/, examples/ and tools/', () => {
  it(`have at most ${LONGEST} lines each`, () => {
    expect(lengths.length).toBeGreaterThan(200);
    const long = lengths.filter(({ lines }) => lines > LONGEST);
    expect(long.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
  });

  it(`have at most ${LONGEST_MEDIAN} lines in the median`, () => {
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(LONGEST_MEDIAN);
  });
});
