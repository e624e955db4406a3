/** Bytes of a log between two entries: as much is read at once to find a record. */
const ENTRY_BYTES = 64 * 1024;

/**
 * Places in a segment from which on its records can be read: a part of its groups, oldest first.
 *
 * @typeParam Position what is known of a place.
 */
export class LoggedIndex<Position extends { readonly at: number }> {
  readonly entries: Position[] = [];

  /** Adds the place before a group, unless the last entry is near. */
  add(before: Position): void {
    const last = this.entries.at(-1);
    if (last === undefined || before.at - last.at >= ENTRY_BYTES) this.entries.push(before);
  }
}
