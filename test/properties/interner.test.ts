import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interner } from '../../src/base/interner.ts';

describe('an interner', () => {
  test('numbers texts in the order in which they first come, and gives them back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 })), (texts) => {
        const interner = new Interner();
        const distinct = [...new Set(texts)];
        for (const text of texts) {
          const number = interner.numberOf(text);
          expect(number).toBe(distinct.indexOf(text));
          expect(interner.textOf(number)).toBe(text);
        }
        expect(interner.size).toBe(distinct.length);
      }),
    );
  });

  test('refuses a number that no text has', () => {
    const interner = new Interner();
    interner.numberOf('a');
    expect(() => interner.textOf(1)).toThrow(new RangeError('expected one of 1 texts, got 1'));
  });
});
