import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, RowIndex } from '../../src/base/rowIndex.ts';
import { runs } from './runs.ts';

/** An index over a list of texts, which counts how many of them it reads. */
function openIndex() {
  const texts: (string | undefined)[] = [];
  let reads = 0;
  const index = new RowIndex({
    hasText(row, text) {
      reads++;
      return texts[row] === text;
    },
  });
  return {
    index,
    add(text: string): number {
      const row = texts.push(text) - 1;
      index.add(text, row);
      return row;
    },
    remove(text: string): void {
      const row = index.find(text);
      expect(index.delete(text)).toBe(row >= 0);
      if (row >= 0) texts[row] = undefined;
    },
    takeReads(): number {
      const taken = reads;
      reads = 0;
      return taken;
    },
  };
}

const text = fc.oneof(
  fc.nat(30).map((number) => `order-${number}`),
  fc.nat(5000).map((number) => `order-${number}`),
  fc.string({ maxLength: 12, unit: 'binary' }),
);
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ add: text }) },
    { weight: 3, arbitrary: fc.record({ remove: text }) },
    { weight: 3, arbitrary: fc.record({ find: text }) },
  ),
  { maxLength: 400, size: 'max' },
);

describe('an index of rows', () => {
  test('is a Map from texts to rows', () => {
    const property = fc.property(steps, (steps) => {
      const { index, add, remove } = openIndex();
      const model = new Map<string, number>();
      for (const step of steps) {
        if ('add' in step) {
          if (model.has(step.add)) continue;
          model.set(step.add, add(step.add));
        } else if ('remove' in step) {
          remove(step.remove);
          model.delete(step.remove);
        } else expect(index.find(step.find)).toBe(model.get(step.find) ?? -1);
        expect(index.size).toBe(model.size);
      }
      for (const [text, row] of model) expect(index.find(text)).toBe(row);
    });
    fc.assert(property, { numRuns: runs(100) });
  });

  test('finds each of many, after half of them have been removed and added again', () => {
    const { index, add, remove } = openIndex();
    const rows = new Map<string, number>();
    const idOf = (number: number) => `order-${number}`;
    for (let number = 0; number < 50_000; number++) rows.set(idOf(number), add(idOf(number)));
    for (let number = 0; number < 50_000; number += 2) remove(idOf(number));
    expect(index.size).toBe(25_000);
    for (let number = 0; number < 50_000; number += 2) {
      expect(index.find(idOf(number))).toBe(-1);
      rows.set(idOf(number), add(idOf(number)));
    }
    for (const [text, row] of rows) expect(index.find(text)).toBe(row);
  });

  test('tells texts apart that have the same hash', () => {
    const byHash = new Map<number, string>();
    const pairs: (readonly [string, string])[] = [];
    for (let number = 0; pairs.length < 3; number++) {
      const text = `id-${number}`;
      const other = byHash.get(hashOf(text));
      if (other === undefined) byHash.set(hashOf(text), text);
      else pairs.push([other, text]);
    }
    const { index, add, remove } = openIndex();
    for (const [first, second] of pairs) {
      const row = add(first);
      expect(index.find(second)).toBe(-1);
      const otherRow = add(second);
      expect([first, second].map((text) => index.find(text))).toEqual([row, otherRow]);
      remove(first);
      expect([first, second].map((text) => index.find(text))).toEqual([-1, otherRow]);
    }
  });

  test('reads no text to see that one is new, and one to find a text', () => {
    const { index, add, takeReads } = openIndex();
    const ids = Array.from({ length: 20_000 }, (_, number) => `order-${number}`);
    for (const id of ids) {
      expect(index.find(id)).toBe(-1);
      add(id);
    }
    // About one pair in 2^32 has the same hash.
    expect(takeReads()).toBeLessThan(5);
    for (const id of ids) index.find(id);
    expect(takeReads()).toBeLessThan(ids.length + 5);
  });
});
