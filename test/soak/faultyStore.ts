import type { Change, Store } from '../../src/index.ts';

/** What a store may do wrong, to see that the checks notice. */
export const FAULTS = ['early', 'half', 'deaf'] as const;
export type Fault = (typeof FAULTS)[number];

/** As long as a slow disk takes. */
const DELAY_MS = 20;

/** A store that answers too early, keeps half a batch, or forgets every fiftieth batch. */
export function faultyStore(inner: Store, fault: Fault): Store {
  let count = 0;
  const unwritten: Change[][] = [];
  function later(batch: Change[]): void {
    unwritten.push(batch);
    setTimeout(() => inner.commit(unwritten.shift() as Change[]), DELAY_MS);
  }
  return {
    get: (key) => latest(unwritten, key) ?? inner.get(key),
    range: (range) => inner.range(range),
    commit(batch) {
      count++;
      if (fault === 'deaf' && count % 50 === 0) return;
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

function latest(batches: readonly Change[][], key: readonly (string | number)[]) {
  const name = JSON.stringify(key);
  const change = batches.flat().findLast((change) => JSON.stringify(change.key) === name);
  return change?.op === 'put' ? change.value : undefined;
}
