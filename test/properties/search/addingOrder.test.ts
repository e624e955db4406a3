import { describe, test } from 'vitest';
import type { Product } from '../../../src/index.ts';
import { CheckedIndex } from './CheckedIndex.ts';
import { expectSameAnswers, product } from './expectSameAnswers.ts';
import type { FilterSpec } from './filterSpec.ts';

describe('the order in which products are added changes no answer', () => {
  const COUNT = 2000;
  const padded = (index: number) => String(index).padStart(6, '0');
  const questions: FilterSpec[][] = [
    [],
    [{ kind: 'text', text: 'lamp' }],
    [{ kind: 'price', minMinor: 200, maxMinor: 400 }],
  ];
  const like = (index: number): Partial<Product> => ({
    name: index % 3 === 0 ? 'Lamp' : `Lamps ${index % 5}`,
    priceMinor: index % 500,
    createdAt: index % 7,
    rating: index % 6,
  });

  test.each([
    ['ascending', (index: number) => padded(index)],
    ['descending', (index: number) => padded(COUNT - index)],
    ['all between the same two SKUs, each before the last one', beforeTheLast],
    ['all between the same two SKUs, each after the last one', afterTheLast],
    ['alternating from both ends towards the middle', inwards],
  ])('by sku: %s', (_order, skuOf) => {
    const checked = new CheckedIndex();
    checked.add(product('m'));
    checked.add(product('p'));
    for (let index = 0; index < COUNT; index++) checked.add(product(skuOf(index), like(index)));
    expectSameAnswers(checked, questions, ['l', 'lamps']);
  });

  test.each([
    ['name, each before the last', (index: number) => ({ name: beforeTheLast(index) })],
    ['name, all the same', () => ({ name: 'Lamp' })],
    ['price, falling', (index: number) => ({ priceMinor: COUNT - index })],
    ['price, all the same', () => ({ priceMinor: 300 })],
    ['age, each product older than the last', (index: number) => ({ createdAt: COUNT - index })],
    ['rating, all different', (index: number) => ({ rating: 1 + (4 * index) / COUNT })],
  ])('by %s', (_order, more) => {
    const checked = new CheckedIndex();
    for (let index = 0; index < COUNT; index++) {
      checked.add(product(padded((index * 7919) % COUNT), { ...like(index), ...more(index) }));
    }
    expectSameAnswers(checked, questions, ['lamp']);
  });

  /** The digits of a falling number, since 'm', 'mz', 'mzy', 'mzyz' ... would become long. */
  function beforeTheLast(index: number): string {
    return `n${padded(999_999 - index)}`;
  }

  function afterTheLast(index: number): string {
    return `n${padded(index)}`;
  }

  function inwards(index: number): string {
    return `n${index % 2 === 0 ? padded(index) : padded(999_999 - index)}`;
  }

  test.each(['', 'SKU-', 'A long beginning that all texts share '])(
    'by texts of unusual characters after %j, page by page',
    (beginning) => {
      const odd = [
        '',
        '\0',
        '\x01',
        ' ',
        '~',
        '\x7f',
        '\x80',
        'é',
        '\ud7ff',
        '\u{1f600}',
        '\uffff',
      ];
      const checked = new CheckedIndex();
      // The first thousand texts are plain, so the index fixes its keys before it gets the others.
      for (let index = 0; index < 1100; index++) {
        const text = `${beginning}${String.fromCharCode(97 + (index % 26))}${padded(index)}`;
        checked.add(product(text, { name: text }));
      }
      const tails = odd.flatMap((one) => odd.map((other) => `${one}${other}`));
      const parts = ['', 'a', 'abcde', 'abcdef', 'abcdefg'].flatMap((part) =>
        tails.map((tail) => `${part}${tail}`),
      );
      for (const [index, part] of [...new Set(parts)].entries()) {
        if (beginning + part === '') continue;
        const name = `${beginning}${parts[(index * 7) % parts.length]}`;
        checked.add(product(`${beginning}${part}`, { name: name === '' ? '-' : name }));
      }
      const expectSamePages = () => {
        for (const sort of ['name', 'relevance'] as const) {
          for (let offset = 0; offset < checked.oracle.size; offset += 97) {
            checked.expectSameSearch([], { sort, offset, limit: 20 });
          }
        }
      };
      expectSamePages();
      for (const { sku } of checked.oracle.all().slice(0, 700)) checked.remove(sku);
      checked.add(product('Before all', { name: '!' }));
      checked.add(product('after all', { name: '\uffff\uffff' }));
      expectSamePages();
    },
  );

  test('removing products at the front, the back and in the middle, and then adding others', () => {
    const checked = new CheckedIndex();
    for (let index = 0; index < COUNT; index++) checked.add(product(padded(index), like(index)));
    for (let index = 0; index < COUNT / 4; index++) {
      for (const from of [index, COUNT - 1 - index]) checked.remove(padded(from));
    }
    expectSameAnswers(checked, questions, ['lamp']);
    for (let index = COUNT / 4; index < (3 * COUNT) / 4; index++) {
      checked.remove(padded(((index * 7919) % (COUNT / 2)) + COUNT / 4));
    }
    expectSameAnswers(checked, questions, ['lamp']);
    for (let index = 0; index < COUNT; index += 3) checked.add(product(padded(index), like(index)));
    expectSameAnswers(checked, questions, ['lamp']);
  });
});
