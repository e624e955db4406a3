import type { RecordTable } from '../schema/table.ts';
import type { RecordForm } from '../store/store.ts';

/** The forms in which a store with a log packs the records of a table: of those kinds that have one. */
export function formsOf(records: RecordTable): RecordForm[] {
  const kinds: readonly object[] = records;
  return kinds.filter((kind): kind is RecordForm => 'packKey' in kind && 'unpackKey' in kind);
}
