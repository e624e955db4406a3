import { memoryStore, type Store } from '../../../src/index.ts';

/** A store in memory whose commits wait until the test lets them pass. */
export function slowStore() {
  const inner = memoryStore();
  const waiting: (() => void)[] = [];
  let isSlow = false;
  const store: Store = {
    ...inner,
    commit(batch) {
      inner.commit(batch);
      if (!isSlow) return undefined;
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
  return {
    store,
    /** From now on commits wait. */
    slowDown() {
      isSlow = true;
    },
    /** Lets all commits pass, and those that follow. */
    release() {
      isSlow = false;
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
