import { describe, test } from 'vitest';
import { CheckedIndex } from './CheckedIndex.ts';
import { expectSameAnswers, product } from './expectSameAnswers.ts';
import type { FilterSpec } from './filterSpec.ts';

describe('categories are counted', () => {
  test('when thousands of them have one product each', () => {
    const checked = new CheckedIndex();
    for (let index = 0; index < 5000; index++) {
      checked.add(product(`${index}`, { category: `kind${index}` }));
    }
    const lists: FilterSpec[][] = [
      [],
      [{ kind: 'category', names: ['kind7', 'kind4999', 'kind5000'] }],
      [{ kind: 'text', text: 'kind49' }],
    ];
    expectSameAnswers(checked, lists, ['kind4']);
    for (let index = 0; index < 5000; index += 2) checked.remove(`${index}`);
    expectSameAnswers(checked, lists, ['kind4']);
    for (let index = 1; index < 5000; index += 2) checked.update(`${index}`, { category: 'one' });
    expectSameAnswers(checked, [...lists, [{ kind: 'category', names: ['one'] }]], ['kind4', 'o']);
  });

  test('when one of them has nearly all products, and loses them', () => {
    const checked = new CheckedIndex();
    for (let index = 0; index < 3000; index++) {
      const category = index % 50 === 0 ? 'few' : 'most';
      checked.add(product(`${index}`, { category, priceMinor: index, rating: index % 6 }));
    }
    const questions: FilterSpec[][] = [
      [],
      [{ kind: 'category', names: ['most'] }],
      [{ kind: 'category', names: ['few'] }, { kind: 'inStock' }],
      [
        { kind: 'category', names: ['most'] },
        { kind: 'price', minMinor: 1000, maxMinor: 1100 },
      ],
      [{ kind: 'text', text: 'most' }],
    ];
    expectSameAnswers(checked, questions, ['m']);
    for (let index = 0; index < 3000; index++) {
      if (index % 3 !== 0) checked.update(`${index}`, { category: 'few' });
      if (index % 7 === 0) checked.setAvailable(`${index}`, 0);
    }
    expectSameAnswers(checked, questions, ['m']);
    for (let index = 0; index < 3000; index += 2) checked.remove(`${index}`);
    expectSameAnswers(checked, questions, ['m']);
  });
});
