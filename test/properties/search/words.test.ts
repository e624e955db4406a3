import { describe, test } from 'vitest';
import { CheckedIndex } from './CheckedIndex.ts';
import { product } from './expectSameAnswers.ts';

describe('words are found', () => {
  test('in an index that was empty at the first suggestion', () => {
    const checked = new CheckedIndex();
    checked.expectSameSuggestions('lam', {});
    checked.add(product('s', { name: 'Lamp' }));
    checked.expectSameSuggestions('lam', {});
  });

  test('by the singular of a singular, after many other words were added and removed', () => {
    const checked = new CheckedIndex();
    checked.add(product('a', { name: 'Childrens mug' }));
    for (let index = 0; index < 5000; index++) {
      checked.add(product('other', { name: `word${index}` }));
      checked.remove('other');
    }
    checked.add(product('b', { name: 'Children cup' }));
    for (const text of ['child cup', 'children cup', 'childrens mug', 'child', 'children']) {
      checked.expectSameSearch([{ kind: 'text', text }], {});
      checked.expectSameSuggestions(text, {});
    }
  });

  test('when they are added again after all products that had them were removed', () => {
    const checked = new CheckedIndex();
    for (let round = 0; round < 4; round++) {
      for (let index = 0; index < 2500; index++) {
        checked.add(
          product(`${index}`, { name: `word${index} lamps`, category: `kind${index % 9}` }),
        );
      }
      for (const text of ['word7 lamp', 'word24', 'wrod7', 'lamp kin', 'kind3 lamps']) {
        checked.expectSameSearch([{ kind: 'text', text }], { facets: true, limit: 3000 });
        checked.expectSameSuggestions(text, {});
      }
      for (let index = 0; index < 2500; index++) checked.remove(`${index}`);
      checked.expectSameSearch([{ kind: 'text', text: 'lamp' }], { facets: true });
      checked.expectSameSearch([], { facets: true });
      checked.expectSameSuggestions('l', {});
    }
  });

  test('by their own products only, when new words replace those of removed products', () => {
    const checked = new CheckedIndex();
    const COUNT = 2500;
    // Few words in the middle, so that deleted terms are not used again before the next sweep.
    for (const [round, words] of [2 * COUNT, 10, 10, 2 * COUNT].entries()) {
      const word = (index: number) => `round${round}word${index % words}`;
      for (let index = 0; index < COUNT; index++) {
        checked.add(product(`${index}`, { name: `${word(index)} ${word(COUNT + index)}` }));
      }
      for (const index of [0, 1, 9, 300, 2499, 2500, 4999]) {
        checked.expectSameSearch([{ kind: 'text', text: word(index) }], { limit: 3000 });
      }
      if (round === 3) return;
      for (let index = 0; index < COUNT; index++) checked.remove(`${index}`);
    }
  });
});
