import { flattenString } from '../base/flattenString.ts';
import { KeyTree } from './keyTree.ts';
import type { Change, Store } from './store.ts';

/**
 * The default store: keeps all records in the memory of this process, and loses them with it.
 *
 * @example
 * // The records outlive the shop, which tests of a restart use.
 * const store = memoryStore();
 * const shop = await createShop({ store });
 */
export function memoryStore(): Store {
  const records = new KeyTree<string>();
  return {
    get: (key) => records.get(key),
    range: (range) => records.range(range),
    commit(batch: readonly Change[]) {
      for (const change of batch) {
        if (change.op === 'put') records.set(change.key, flattenString(change.value));
        else records.delete(change.key);
      }
    },
    close() {},
  };
}
