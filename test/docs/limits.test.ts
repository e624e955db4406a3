import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, LIMIT_NAMES } from '../../src/base/shopLimits.ts';
import { documentOf } from './documents.ts';
import { writtenLimit } from './writtenLimit.ts';

const { text } = documentOf('docs/limits.md');

describe('the page of limits', () => {
  it('has a line for every limit of a shop, with its default', () => {
    const lines = LIMIT_NAMES.map(
      (name) => `| \`${name}\` | ${writtenLimit(name, DEFAULT_LIMITS[name])} |`,
    );
    const missing = lines.filter((line) => !text.includes(line));
    expect(missing).toEqual([]);
  });

  it('names no option that there is not', () => {
    const named = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...LIMIT_NAMES].sort());
  });
});
