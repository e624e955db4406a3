import type { AnyChange, Change, Store } from './store.ts';

/** Commits changes as the records make them: as they are if the store takes them, otherwise as plain data. */
export function commitChanges(store: Store, changes: readonly AnyChange[]): void | Promise<void> {
  if (store.commitRecords !== undefined) return store.commitRecords(changes);
  return store.commit(changes.map(plainChange));
}

/** Written now: whoever has made the change may change its contents after the commit. */
function plainChange(change: AnyChange): Change {
  const { op, key } = change;
  return op === 'put' ? { op, key, value: change.value } : { op, key };
}
