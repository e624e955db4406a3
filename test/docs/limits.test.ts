import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, LIMIT_NAMES } from '../../src/base/shopLimits.ts';
import { documentOf } from './documents.ts';

const { text } = documentOf('docs/limits.md');

const UNITS = { hour: 3_600_000, minute: 60_000, second: 1000 };

/** A limit as the page writes it: `200`, `5 ms`, `24 hours`. */
function written(name: keyof typeof DEFAULT_LIMITS): string {
  const value = DEFAULT_LIMITS[name];
  if (value === Number.POSITIVE_INFINITY) return 'none';
  if (!name.endsWith('Ms')) return value.toLocaleString('en');
  const unit = Object.entries(UNITS).find(([, ms]) => value > 0 && value % ms === 0);
  if (unit === undefined) return `${value} ms`;
  const count = value / unit[1];
  return `${count} ${unit[0]}${count === 1 ? '' : 's'}`;
}

describe('the page of limits', () => {
  it('has a line for every limit of a shop, with its default', () => {
    const missing = LIMIT_NAMES.map((name) => `| \`${name}\` | ${written(name)} |`).filter(
      (line) => !text.includes(line),
    );
    expect(missing).toEqual([]);
  });

  it('names no option that there is not', () => {
    const named = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...LIMIT_NAMES].sort());
  });
});
