import fc from 'fast-check';
import { nanoid } from 'nanoid';
import { describe, expect, test } from 'vitest';
import { ShardedMap, shardOf } from '../../src/base/shardedMap.ts';
import { runs } from './runs.ts';

/** More entries than the first map holds. */
const MANY = 17_000;

const key = fc.oneof(
  fc.nat({ max: 20 }).map((index) => `key-${index}`),
  fc.nat({ max: MANY * 2 }).map((index) => `key-${index}`),
  fc.string({ maxLength: 10, unit: 'binary' }),
);
const steps = fc.array(
  fc.oneof(
    fc.record({ op: fc.constant('set' as const), key, value: fc.nat() }),
    fc.record({ op: fc.constant('delete' as const), key }),
    fc.record({ op: fc.constant('get' as const), key }),
  ),
  { maxLength: 300, size: 'max' },
);

function filled<Target extends { set(key: string, value: number): unknown }>(
  map: Target,
  entries: number,
): Target {
  for (let index = 0; index < entries; index++) map.set(`key-${index}`, index);
  return map;
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('a map in shards', () => {
  // From the empty map; up to the first shard and across it; and after it.
  test.each([0, 2 ** 10 - 20, MANY])('is a map, after %d entries', (entries) => {
    fc.assert(
      fc.property(steps, (given) => {
        const map = filled(new ShardedMap<number>(), entries);
        const model = filled(new Map<string, number>(), entries);
        for (const step of given) {
          if (step.op === 'set') {
            map.set(step.key, step.value);
            model.set(step.key, step.value);
          } else if (step.op === 'delete') {
            expect(map.delete(step.key)).toBe(model.delete(step.key));
          }
          expect(map.get(step.key)).toBe(model.get(step.key));
          expect(map.has(step.key)).toBe(model.has(step.key));
          expect(map.size).toBe(model.size);
        }
        expect(sorted(map)).toEqual(sorted(model));
        const pairs = [...map.entries()];
        expect([...map.keys()]).toEqual(pairs.map(([key]) => key));
        expect([...map.values()]).toEqual(pairs.map(([, value]) => value));
        map.clear();
        expect([map.size, [...map], map.has('key-1')]).toEqual([0, [], false]);
      }),
      { numRuns: runs(entries === 0 ? 50 : 10) },
    );
  });

  test('keeps the order of insertion while it is small', () => {
    const map = new ShardedMap<number>().set('b', 1).set('a', 2).set('c', 3).set('b', 4);
    expect([...map]).toEqual([
      ['b', 4],
      ['a', 2],
      ['c', 3],
    ]);
  });

  test.each([100, MANY])('may lose entries during an iteration over %d', (entries) => {
    const map = filled(new ShardedMap<number>(), entries);
    let seen = 0;
    for (const [key, value] of map) {
      seen++;
      expect(map.get(key)).toBe(value);
      map.delete(key);
    }
    expect([seen, map.size]).toEqual([entries, 0]);
  });

  const FORMS: Record<string, (index: number) => string> = {
    'random ids': () => nanoid(),
    numbers: String,
    'padded numbers': (index) => `user-${String(index).padStart(8, '0')}`,
    'hexadecimal numbers': (index) => `sku:${index.toString(16)}`,
    'numbers with an end': (index) => `${index}-SKU`,
  };

  test.each(Object.keys(FORMS))('spreads %s over all shards', (form) => {
    const counts = new Array<number>(256).fill(0);
    for (let index = 0; index < 65_536; index++) {
      const shard = shardOf(FORMS[form]?.(index) ?? '');
      counts[shard] = (counts[shard] as number) + 1;
    }
    // An uneven shard only grows in larger steps: none has more than a few per cent.
    expect(Math.max(...counts)).toBeLessThan(8 * 256);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
