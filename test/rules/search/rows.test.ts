import { afterEach, describe, expect, test, vi } from 'vitest';
import { RowIndex } from '../../../src/base/rowIndex.ts';
import type { IndexedProduct } from '../../../src/search/indexedProduct.ts';
import { IndexedRows } from '../../../src/search/indexedRows.ts';

const PRODUCTS = 2_000;
const RENAMINGS = 8;

/** Rows whose products get new names, again and again. A new name gives a product another row. */
function renameAll(nameOf: (sku: number, round: number) => string) {
  const rows = new IndexedRows<IndexedProduct>();
  const productOf = (sku: number, round: number): IndexedProduct => ({
    ...{ sku: `sku-${sku}`, category: 'c', priceMinor: 1, createdAt: 0 },
    name: nameOf(sku, round),
  });
  const rowOf = Array.from({ length: PRODUCTS }, (_, sku) => rows.add(productOf(sku, 0), {}));
  for (let round = 1; round <= RENAMINGS; round++) {
    for (let sku = 0; sku < PRODUCTS; sku++) {
      rowOf[sku] = rows.update(rowOf[sku] as number, productOf(sku, round));
    }
  }
  return { rows, rowOf };
}

describe('rows of products that are gone', () => {
  test('are used again', () => {
    const { rows, rowOf } = renameAll((_, round) => `mug of round ${round % 2}`);
    expect(new Set(rowOf).size).toBe(PRODUCTS);
    expect(Math.max(...rowOf)).toBeLessThan(3 * PRODUCTS);
    expect(rows.columns.end).toBeLessThan(3 * PRODUCTS);
  });

  test('are used again only when no posting of them is left: a row has the words of its product alone', () => {
    const { rows, rowOf } = renameAll((sku, round) => `mug w${(sku + round) % 100}`);
    const { postings, dictionary } = rows.texts;
    const found: number[] = [];
    postings.visit(dictionary.find(`w${RENAMINGS}`) as number, (page, from, to) => {
      for (let at = from; at < to; at++) found.push((page[at] as number) >>> 2);
    });
    const expected = rowOf.filter((_, sku) => sku % 100 === 0);
    const alive = found.filter((row) => !rows.columns.isFree(row));
    expect(alive.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
  });

  test('take words with them that no other product has', () => {
    const { rows } = renameAll((sku, round) => `n${sku * RENAMINGS + round}`);
    expect(rows.texts.dictionary.end).toBeLessThan(4 * PRODUCTS);
  });
});

describe('an index of rows', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('uses the slots of rows that are gone again: it does not grow while as many are added as deleted', () => {
    let largest = 0;
    class Recorded extends Uint32Array {
      constructor(length: number) {
        super(length);
        largest = Math.max(largest, length);
      }
    }
    const texts = new Map<number, string>();
    const index = new RowIndex({ hasText: (row, text) => texts.get(row) === text });
    vi.stubGlobal('Uint32Array', Recorded);
    for (let row = 0; row < 20_000; row++) {
      texts.set(row, `order-${row}`);
      index.add(`order-${row}`, row);
      if (row < 1_000) continue;
      expect(index.delete(`order-${row - 1_000}`)).toBe(true);
      texts.delete(row - 1_000);
    }
    expect(index.size).toBe(1_000);
    // About four rows in each of 256 shards.
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThanOrEqual(128);
    expect(index.find('order-19999')).toBe(19_999);
  });
});
