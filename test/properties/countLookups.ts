import { RowIndex } from '../../src/base/rowIndex.ts';

/** How often maps were asked for a key of each kind. */
export type Lookups<Kind extends string> = Record<Kind | 'other', number>;

/**
 * Counts look-ups in maps (`get` and `has`) and in indexes of rows, by the kinds of their keys. Most of what a command costs in a large shop is
 * to look up ids: each look-up in a large map waits for memory.
 *
 * @param run its answer may wait for promises, but not for timers: other work would be counted.
 */
export async function countLookups<Kind extends string>(
  keys: Readonly<Record<Kind, readonly unknown[]>>,
  run: () => Promise<unknown>,
): Promise<Lookups<Kind>> {
  const kinds = Object.keys(keys) as Kind[];
  const counted = Object.fromEntries([...kinds, 'other'].map((kind) => [kind, 0]));
  const count = (key: unknown) => {
    const kind = kinds.find((it) => keys[it].includes(key)) ?? 'other';
    counted[kind] = (counted[kind] ?? 0) + 1;
  };
  const { prototype } = Map;
  const { get, has } = prototype;
  const { find } = RowIndex.prototype;
  prototype.get = function (key) {
    count(key);
    return get.call(this, key);
  };
  prototype.has = function (key) {
    count(key);
    return has.call(this, key);
  };
  RowIndex.prototype.find = function (text) {
    count(text);
    return find.call(this, text);
  };
  try {
    await run();
  } finally {
    Object.assign(prototype, { get, has });
    RowIndex.prototype.find = find;
  }
  return counted as Lookups<Kind>;
}
