/**
 * Stops a range that was begun before its store was closed from reading on after it. Its iterator must not
 * even be told to end then: LMDB's package would free what the close has freed.
 */
export function* whileOpen<Entry>(
  entries: Iterable<Entry>,
  { assertOpen, isOpen }: { readonly assertOpen: () => void; readonly isOpen: () => boolean },
): Generator<Entry> {
  const iterator = entries[Symbol.iterator]();
  try {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      yield next.value;
      assertOpen();
    }
  } finally {
    if (isOpen()) iterator.return?.();
  }
}
