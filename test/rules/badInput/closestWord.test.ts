import { describe, expect, test } from 'vitest';
import { closestWord } from '../../../src/base/closestWord.ts';
import { createShop } from '../../../src/index.ts';

const WORDS = ['currency', 'priceMinor', 'order', 'idempotencyKey', 'price', 'port'];

describe('a misspelt word', () => {
  test.each([
    ['a letter that is missing', 'curency', 'currency'],
    ['other letters', 'idempotenceKey', 'idempotencyKey'],
    ['two letters that have changed places', 'prot', 'port'],
    ['another case', 'PRICEMINOR', 'priceMinor'],
    ['a letter more at the end', 'orders', 'order'],
    ['the beginning of a word', 'idempotency', 'idempotencyKey'],
    ['the word itself before a longer one', 'price', 'price'],
  ])('with %s is recognized', (_rule, given, meant) => {
    expect(closestWord(given, WORDS)).toBe(meant);
  });

  test.each([
    ['far from all words', 'warehouse'],
    ['of two letters that begin a word', 'pr'],
    ['of the same letters in another order', 'topr'],
    ['empty', ''],
    ['longer than any name', 'currency'.repeat(100)],
  ])('that is %s stands for none', (_rule, given) => {
    expect(closestWord(given, WORDS)).toBeUndefined();
  });
});

test('an unknown option names the one that was meant', async () => {
  await expect(createShop({ curency: 'EUR' } as object)).rejects.toThrow(
    /; got 'curency' \(did you mean currency\?\)$/,
  );
  const shop = await createShop();
  await expect(
    shop.products.add({ name: 'Mug', category: 'kitchen', price: 900 } as never),
  ).rejects.toThrow(/; got 'price' \(did you mean priceMinor\?\)$/);
});

test('a promise of a store is refused with what to do', async () => {
  await expect(createShop({ store: Promise.resolve() } as object)).rejects.toThrow(
    'store: expected a store; diskStore() and lmdbStore() return promises of one: await them, got Promise {}',
  );
});
