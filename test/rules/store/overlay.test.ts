import { describe, expect, it } from 'vitest';
import type { Change, Key } from '../../../src/index.ts';
import { overlayChanges } from '../../../src/store/overlayChanges.ts';

const entry = (key: number): readonly [Key, string] => [['n', key], `entry ${key}`];
const put = (key: number): readonly [Key, Change] => [
  ['n', key],
  { op: 'put', key: ['n', key], value: `change ${key}` },
];
const remove = (key: number): readonly [Key, Change] => [
  ['n', key],
  { op: 'delete', key: ['n', key] },
];

function overlaid(
  entries: readonly (readonly [Key, string])[],
  changes: readonly (readonly [Key, Change])[],
): string[] {
  const forward = [...overlayChanges(entries, changes, {})].map(([, value]) => value);
  const backward = overlayChanges(entries.toReversed(), changes.toReversed(), { reverse: true });
  expect([...backward].map(([, value]) => value)).toEqual(forward.toReversed());
  return forward;
}

describe('entries with changes over them', () => {
  it('have the changed value, also after the last and before the first entry', () => {
    expect(overlaid([entry(2), entry(4)], [put(1), put(2), put(3), put(5)])).toEqual([
      'change 1',
      'change 2',
      'change 3',
      'entry 4',
      'change 5',
    ]);
  });

  it('have no deleted ones, also of records that were never there', () => {
    expect(overlaid([entry(2), entry(4)], [remove(1), remove(2), remove(5)])).toEqual(['entry 4']);
    expect(overlaid([], [remove(1), put(2)])).toEqual(['change 2']);
  });

  it('are as they were without changes', () => {
    expect(overlaid([entry(1), entry(2)], [])).toEqual(['entry 1', 'entry 2']);
  });
});
