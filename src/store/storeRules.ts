import assert from 'node:assert/strict';
import type { Change, Key, Range, Store } from './store.ts';

export type OpenStore = () => Store | Promise<Store>;

/** The rules by name; those that take `reopen` apply to stores that keep their records. */
export const STORE_RULES: Readonly<
  Record<string, (open: OpenStore, reopen: OpenStore) => Promise<void>>
> = {
  'a key that was never put has no value': (open) =>
    within(open, async (store) => {
      assert.equal(store.get(['a']), undefined);
      await store.commit([put(['a', 'b'], '1')]);
      assert.equal(store.get(['a']), undefined);
      assert.equal(store.get(['a', 'b', 'c']), undefined);
    }),

  'the last change of a key in a batch wins': (open) =>
    within(open, async (store) => {
      await store.commit([put(['a'], '1'), put(['a'], '2'), put(['b'], '3'), remove(['b'])]);
      assert.equal(store.get(['a']), '2');
      assert.equal(store.get(['b']), undefined);
      await store.commit([remove(['b']), remove(['a']), put(['a'], '4')]);
      assert.equal(store.get(['a']), '4');
    }),

  'reads see a batch as soon as it is committed, and all of it': (open) =>
    within(open, async (store) => {
      const committed = store.commit([put(['n', 1], 'one'), put(['n', 2], 'two')]);
      assert.deepEqual(read(store, { prefix: ['n'] }), ['one', 'two']);
      assert.equal(store.get(['n', 2]), 'two');
      const again = store.commit([remove(['n', 1]), put(['n', 3], 'three')]);
      assert.deepEqual(read(store, { prefix: ['n'] }), ['two', 'three']);
      await Promise.all([committed, again]);
      assert.deepEqual(read(store, { prefix: ['n'] }), ['two', 'three']);
    }),

  'an empty batch becomes durable': (open) =>
    within(open, async (store) => {
      await store.commit([]);
    }),

  'every text is read as it was written': (open) =>
    within(open, async (store) => {
      const texts = ['', ' ', '\0', 'ä€😀', '"\\ud800"', 'x'.repeat(100_000), '[1,{"a":null}]'];
      await store.commit(texts.map((text, index) => put(['text', index], text)));
      assert.deepEqual(read(store, { prefix: ['text'] }), texts);
      for (const [index, text] of texts.entries()) assert.equal(store.get(['text', index]), text);
    }),

  'a batch of long texts of three-byte characters is read as it was written': (open) =>
    within(open, async (store) => {
      const texts = Array.from({ length: 40 }, (_, index) => '語€ह'.repeat(1000 + index));
      await store.commit(texts.map((text, index) => put(['text', index], text)));
      assert.deepEqual(read(store, { prefix: ['text'] }), texts);
      for (const [index, text] of texts.entries()) assert.equal(store.get(['text', index]), text);
    }),

  'different keys are different records, whatever characters they have': (open) =>
    within(open, async (store) => {
      await store.commit(ODD_KEYS.map((key, index) => put(key, String(index))));
      for (const [index, key] of ODD_KEYS.entries()) {
        assert.equal(store.get(key), String(index), JSON.stringify(key));
      }
    }),

  'a key may hold two ids of 256 characters of any kind': (open) =>
    within(open, async (store) => {
      const key = ['answer', '語'.repeat(256), '語'.repeat(256)];
      await store.commit([put(key, 'there')]);
      assert.equal(store.get(key), 'there');
      assert.deepEqual([...store.range({ prefix: key.slice(0, 2) })], [[key, 'there']]);
    }),

  'a range yields numbers by size, then strings by code point': (open) =>
    within(open, async (store) => {
      const elements = [-1e9, -2, -0.5, 0, 0.25, 2, 10, 2 ** 53 - 1, ...ORDERED_TEXTS];
      const shuffled = [...elements].sort((a, b) => String(b).localeCompare(String(a)));
      await store.commit(shuffled.map((element) => put(['in', element], String(element))));
      const keys = [...store.range({ prefix: ['in'] })].map(([key]) => key[1]);
      assert.deepEqual(keys, elements);
      const reversed = [...store.range({ prefix: ['in'], reverse: true })].map(([key]) => key[1]);
      assert.deepEqual(reversed, [...elements].reverse());
    }),

  'a range yields only keys that begin with its prefix, the prefix itself first': (open) =>
    within(open, async (store) => {
      const inside: Key[] = [['b'], ['b', 1], ['b', 1, 'x'], ['b', 'a'], ['b', '\u{10ffff}']];
      const outside: Key[] = [['a'], ['a', 'b'], ['b\0'], ['ba'], ['c'], [1], ['b ', 1]];
      await store.commit([...outside, ...inside].map((key) => put(key, 'v')));
      assert.deepEqual(keysOf(store, { prefix: ['b'] }), inside);
      assert.deepEqual(keysOf(store, { prefix: ['b'], reverse: true }), [...inside].reverse());
      assert.deepEqual(keysOf(store, { prefix: ['b', 1] }), inside.slice(1, 3));
      assert.equal(keysOf(store, { prefix: [] }).length, inside.length + outside.length);
    }),

  'a range yields the keys between its bounds, without the bounds': (open) =>
    within(open, async (store) => {
      const numbers = [1, 2, 3, 4, 5, 6];
      await store.commit(numbers.map((number) => put(['n', number], String(number))));
      const prefix = ['n'];
      const cases: [Omit<Range, 'prefix'>, string][] = [
        [{ after: ['n', 2] }, '3456'],
        [{ before: ['n', 3] }, '12'],
        [{ after: ['n', 1], before: ['n', 4] }, '23'],
        [{ after: ['n', 2.5], before: ['n', 4.5] }, '34'],
        [{ after: ['n'] }, '123456'],
        [{ before: ['n'] }, ''],
        [{ after: ['m'] }, '123456'],
        [{ after: ['o'] }, ''],
        [{ before: ['o'] }, '123456'],
        [{ before: ['m', 9] }, ''],
        [{ after: ['n', 9] }, ''],
      ];
      for (const [bounds, expected] of cases) {
        const forward = read(store, { prefix, ...bounds });
        assert.equal(forward.join(''), expected, JSON.stringify(bounds));
        assert.deepEqual(read(store, { prefix, ...bounds, reverse: true }), forward.reverse());
      }
    }),

  'a range yields records that are durable and records that are not yet, in order': (open) =>
    within(open, async (store) => {
      await store.commit([1, 3, 5].map((number) => put(['n', number], String(number))));
      const committed = store.commit([put(['n', 2], '2'), remove(['n', 3]), put(['n', 5], 'five')]);
      assert.deepEqual(read(store, { prefix: ['n'] }), ['1', '2', 'five']);
      assert.deepEqual(read(store, { prefix: ['n'], reverse: true }), ['five', '2', '1']);
      assert.deepEqual(read(store, { prefix: ['n'], after: ['n', 1], before: ['n', 5] }), ['2']);
      await committed;
    }),

  'of two batches that are not durable yet, reads see the newer one': (open) =>
    within(open, async (store) => {
      await store.commit([put(['n', 5], 'oldest')]);
      const older = store.commit([1, 2, 3, 5].map((number) => put(['n', number], 'older')));
      // A store that commits in groups is writing the older batch now.
      await new Promise((resolve) => setImmediate(resolve));
      const newer = store.commit([
        put(['n', 1], 'newer'),
        remove(['n', 2]),
        put(['n', 4], 'newer'),
      ]);
      for (const _ of ['before', 'after']) {
        const values = [1, 2, 3, 4, 5].map((number) => store.get(['n', number]));
        assert.deepEqual(values, ['newer', undefined, 'older', 'newer', 'older']);
        const found = values.filter((value) => value !== undefined);
        assert.deepEqual(read(store, { prefix: ['n'] }), found);
        assert.deepEqual(read(store, { prefix: ['n'], reverse: true }), found.reverse());
        await Promise.all([older, newer]);
      }
    }),

  'many concurrent batches are all written, in their order': (open) =>
    within(open, async (store) => {
      const commits: (void | Promise<void>)[] = [];
      for (let turn = 0; turn < 5000; turn++) {
        commits.push(store.commit([put(['last'], String(turn)), put(['turn', turn], 'x')]));
      }
      await Promise.all(commits);
      assert.equal(store.get(['last']), '4999');
      assert.equal(keysOf(store, { prefix: ['turn'] }).length, 5000);
    }),

  'close waits until every batch is durable': (open) =>
    within(open, async (store) => {
      let isDurable = false;
      const committed = Promise.resolve(store.commit([put(['a'], '1')])).then(() => {
        isDurable = true;
      });
      await store.close();
      await committed;
      assert.ok(isDurable);
    }),

  'a store that is opened again has all records': async (open, reopen) => {
    const first = await open();
    await first.commit(ODD_KEYS.map((key, index) => put(key, String(index))));
    await first.commit([remove(ODD_KEYS[0] as Key)]);
    const expected = [...first.range({ prefix: [] })];
    await first.close();
    await within(reopen, async (store) => {
      assert.deepEqual([...store.range({ prefix: [] })], expected);
      assert.equal(expected.length, ODD_KEYS.length - 1);
    });
  },
};

/** In the order of their code points, the lowest first. */
const ORDERED_TEXTS = [
  '',
  '\0',
  '\u0001',
  '\u001b',
  ' ',
  '1',
  '10',
  '2',
  'A',
  'a',
  'a\0',
  'a\u0001',
  'ab',
  'b',
  'ä',
  '語',
  '\ufffd',
  '😀',
  '\u{10ffff}',
];

const ODD_KEYS: readonly Key[] = [
  ['a'],
  ['a', 'b'],
  ['a', 'b', ''],
  ['a\0b'],
  ['a', ''],
  ['', 'a'],
  ['', ''],
  [''],
  ['1'],
  [1],
  [0],
  [-1],
  ['n', 1],
  ['n', '1'],
  ['n', 1.5],
  ['\ud800'],
  ['\udc00'],
  ['\ufffd'],
  ['__proto__'],
  ['constructor', 'toString'],
];

async function within(open: OpenStore, check: (store: Store) => Promise<void>): Promise<void> {
  const store = await open();
  try {
    await check(store);
  } finally {
    await store.close();
  }
}

function put(key: Key, value: string): Change {
  return { op: 'put', key, value };
}

function remove(key: Key): Change {
  return { op: 'delete', key };
}

function read(store: Store, range: Range): string[] {
  return [...store.range(range)].map(([, value]) => value);
}

function keysOf(store: Store, range: Range): Key[] {
  return [...store.range(range)].map(([key]) => key);
}
