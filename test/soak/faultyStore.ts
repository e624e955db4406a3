import type { Change, Store } from '../../src/index.ts';

/** Faults of a store, to test that the checks notice them. */
export const FAULTS = ['early', 'half', 'deaf'] as const;
export type Fault = (typeof FAULTS)[number];

/** As long as a write to a slow disk takes. */
const DELAY_MS = 20;

/** A store that resolves too early, writes half of a batch late, or drops every fiftieth batch. */
export function faultyStore(inner: Store, fault: Fault): Store {
  let batches = 0;
  const unwritten: Change[][] = [];
  function later(batch: Change[]): void {
    unwritten.push(batch);
    setTimeout(() => inner.commit(unwritten.shift() as Change[]), DELAY_MS);
  }
  return {
    get: (key) => latest(unwritten, key) ?? inner.get(key),
    range: (range) => inner.range(range),
    commit(batch) {
      batches++;
      if (fault === 'deaf' && batches % 50 === 0) return;
      if (fault === 'early') return later([...batch]);
      if (fault === 'half') {
        later(batch.slice(0, batch.length >> 1));
        return inner.commit(batch.slice(batch.length >> 1));
      }
      return inner.commit(batch);
    },
    close: () => inner.close(),
  };
}

function latest(unwritten: readonly Change[][], key: readonly (string | number)[]) {
  const name = JSON.stringify(key);
  const change = unwritten.flat().findLast((change) => JSON.stringify(change.key) === name);
  return change?.op === 'put' ? change.value : undefined;
}
