import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMAT } from '../../../src/schema/format.ts';
import { RecordKind, recordKind } from '../../../src/schema/record.ts';
import { kindOf, RECORDS, successions } from '../../../src/schema/table.ts';
import { type Key, MAX_FORM_CODE } from '../../../src/store/store.ts';

const SRC = resolve(import.meta.dirname, '../../../src');

/** A key of the kind. */
function keyOf({ prefix, elements }: (typeof RECORDS)[number]): Key {
  return [...prefix, ...elements.map(({ type }) => (type === 'number' ? 7 : 'x'))];
}

/** Every kind of record that a file of src/schema/ exports, by itself or as an active and an archived one. */
async function exportedKinds(): Promise<unknown[]> {
  const files = readdirSync(join(SRC, 'schema')).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(join(SRC, 'schema', file))));
  return modules
    .flatMap((module) => Object.values(module))
    .flatMap((exported) => [exported, ...Object.values(Object(exported) as object)])
    .filter((exported) => exported instanceof RecordKind);
}

describe('the table of records', () => {
  test('has every kind that src/schema/ declares', async () => {
    const kinds = await exportedKinds();
    expect(kinds.length).toBeGreaterThan(10);
    expect(new Set(RECORDS)).toEqual(new Set(kinds));
  });

  test('tells the kinds apart by their keys', () => {
    for (const kind of RECORDS) {
      expect(RECORDS.filter((other) => other.matches(keyOf(kind)))).toEqual([kind]);
      expect(kindOf(keyOf(kind))).toBe(kind);
    }
    expect(new Set(RECORDS.map(({ name }) => name)).size).toBe(RECORDS.length);
  });

  test('has a code for each kind, which no other kind has', () => {
    expect(new Set(RECORDS.map(({ code }) => code)).size).toBe(RECORDS.length);
    for (const kind of RECORDS) {
      expect(kind.code).toBeGreaterThanOrEqual(1);
      expect(kind.code).toBeLessThanOrEqual(MAX_FORM_CODE);
    }
  });

  test('never gives a code to another kind: stores have it', () => {
    expect(Object.fromEntries(RECORDS.map(({ code, name }) => [code, name]))).toEqual({
      1: 'head',
      2: 'last turn',
      3: 'clock jumps',
      4: 'users',
      5: 'products',
      6: 'stock entries',
      7: 'reviews',
      8: 'active carts',
      9: 'archived carts',
      10: 'active orders',
      11: 'archived orders',
      12: 'order index entries',
      13: 'idempotency answers',
      14: 'facts',
      15: 'consumers',
      16: 'charts',
      20: 'brief facts',
      21: 'evicted facts',
      22: 'push subscriptions',
      23: 'deliveries',
      24: 'messages to retry',
      25: 'dead letters',
      26: 'preferences',
      27: 'stock alerts',
      28: 'stock alerts by user',
      29: 'owed stock alerts',
    });
  });

  test('numbers the facts alone in the order in which they are put', () => {
    expect(RECORDS.filter(({ isLogged }) => isLogged).map(({ name }) => name)).toEqual(['facts']);
  });

  test('knows no key with too few elements, too many, or one of another type', () => {
    for (const kind of RECORDS) {
      const key = keyOf(kind);
      const { elements, prefix } = kind;
      expect(kind.matches([...key, 'x'])).toBe(false);
      if (elements.length === 0) continue;
      expect(kind.matches(key.slice(0, -1))).toBe(false);
      const isNumber = elements.at(-1)?.type === 'number';
      expect(kind.matches([...key.slice(0, -1), isNumber ? '7' : 7])).toBe(false);
      expect(kind.matches(['no', ...key.slice(prefix.length)])).toBe(false);
    }
  });

  test('says since which format records look as they do, oldest version first', () => {
    for (const { kind, earlier, next } of successions(RECORDS)) {
      expect(earlier.version).toBeLessThan(next);
      expect(kind.version).toBeLessThanOrEqual(FORMAT);
    }
    expect(FORMAT).toBe(4);
  });

  test('is the only place that knows keys: no other file writes one', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/^(schema|store)\//.test(file),
    );
    expect(files.length).toBeGreaterThan(100);
    const literal = /\b(key|prefix|after|before): \[['"A-Z]|\.get\(\[/;
    expect(files.filter((file) => literal.test(readFileSync(join(SRC, file), 'utf8')))).toEqual([]);
  });

  test('takes a kind with any number of elements that one has had', () => {
    const codec = { syntax: 'text', encode: String, decode: String, check: () => {} } as const;
    const kind = (prefix: string[], count: number) =>
      recordKind({
        name: 'things',
        prefix,
        elements: Array.from({ length: count }, () => ({ name: 'x', type: 'number' }) as const),
        version: 1,
        codec,
      });
    expect(kind(['a'], 2).key(1, 2)).toEqual(['a', 1, 2]);
    expect(kind(['a', 'b'], 1).key(1)).toEqual(['a', 'b', 1]);
    expect(() => kind(['a', 'b', 'c'], 1)).toThrow('no kind of record has had 1 elements');
  });
});
