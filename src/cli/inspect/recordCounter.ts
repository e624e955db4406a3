import type { AnyRecordKind } from '../../schema/record.ts';
import type { RecordTable } from '../../schema/table.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Key } from '../../store/store.ts';

/** Reads the records of a store kind by kind, and counts those that cannot be read. */
export class RecordCounter {
  /** Records that could not be read. */
  unreadable = 0;
  readonly #snapshot: Snapshot;
  readonly #counted = new Set<AnyRecordKind>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Yields every record of a kind that can be read, and counts the others as unreadable. */
  *each<Keys extends Key, Value>(
    kind: AnyRecordKind<Keys, Value>,
  ): Generator<readonly [Keys, Value]> {
    this.#counted.add(kind);
    for (const [key, text] of this.#snapshot.range({ prefix: kind.prefix })) {
      if (!kind.matches(key)) continue;
      let value: Value;
      try {
        value = kind.read(text, key);
      } catch {
        this.unreadable++;
        continue;
      }
      yield [key, value];
    }
  }

  /** Counts the records of a kind without reading their values. */
  count(kind: AnyRecordKind): number {
    this.#counted.add(kind);
    let found = 0;
    for (const [key] of this.#snapshot.range({ prefix: kind.prefix })) {
      if (kind.matches(key)) found++;
    }
    return found;
  }

  /** The numbers of records of those kinds of the table that have not been counted yet, and of which there are any. */
  others(records: RecordTable): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const kind of records) {
      // A kind without key elements has one record.
      const isCounted = this.#counted.has(kind) || kind.elements.length === 0;
      const count = isCounted ? 0 : this.count(kind);
      if (count > 0) counts[kind.name] = count;
    }
    return counts;
  }
}
