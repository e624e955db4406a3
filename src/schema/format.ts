import { ArgumentRangeError } from '../base/argumentError.ts';
import { outOfRange } from '../base/check.ts';
import { commitChanges } from '../store/commitChanges.ts';
import type { AnyChange, Store } from '../store/store.ts';
import { headRecord, type StoreHead } from './head.ts';
import type { RecordSource } from './record.ts';
import { formatOf, RECORDS, type RecordTable, successions } from './table.ts';

/** The present format. It rises whenever records change in a way that older code cannot read. */
export const FORMAT = formatOf(RECORDS);

/** What the store says about itself, or undefined if it is empty. */
export function readHead(store: RecordSource): StoreHead | undefined {
  const head = headRecord.get(store, headRecord.key());
  if (head !== undefined) return head;
  for (const [key] of store.range({ prefix: [] })) {
    const expected = 'an empty one, or that of a shop';
    const message = `store: expected ${expected}; got one with '${key[0]}' records`;
    throw new ArgumentRangeError(message, { argument: 'store', expected, given: store });
  }
  return undefined;
}

/**
 * Gives an empty store the format of the table, and brings an older store up to it. Each step is one
 * batch.
 *
 * @param first further records of an empty store.
 * @throws RangeError if the store is not one of a shop, has a newer format, or another currency.
 */
export async function prepareStore(
  store: Store,
  currency: string,
  records: RecordTable = RECORDS,
  first: readonly AnyChange[] = [],
): Promise<void> {
  const format = formatOf(records);
  const head = readHead(store);
  if (head === undefined) {
    await commitChanges(store, [headChange({ format, currency }), ...first]);
    return;
  }
  refuseNewer(head, format, store);
  if (head.currency !== currency) {
    const expected = `${head.currency}, as all prices in the store are`;
    throw outOfRange('currency', expected, currency, currency);
  }
  for (let from = head.format; from < format; from++) {
    const changes = upgradesFrom(from, store, records);
    await commitChanges(store, [...changes, headChange({ format: from + 1, currency })]);
  }
}

/** The changes that lead to the next format. @throws RangeError if no upgrade does. */
function upgradesFrom(format: number, store: Store, records: RecordTable): AnyChange[] {
  const changes: AnyChange[] = [];
  for (const { earlier, next } of successions(records)) {
    if (next !== format + 1 || earlier.upgrade === 'none needed') continue;
    if (earlier.upgrade === undefined) {
      const expected = `one of format ${format + 1} or newer`;
      throw outOfRange('store', expected, store, `format ${format}`);
    }
    for (const change of earlier.upgrade(store)) changes.push(change);
  }
  return changes;
}

/** True when all records of a store of this format can be read as they are. */
export function isReadable(format: number, records: RecordTable = RECORDS): boolean {
  for (const { earlier, next } of successions(records)) {
    if (next > format && earlier.upgrade !== 'none needed') return false;
  }
  return true;
}

/** @throws RangeError if this version does not know the format. */
export function refuseNewer(
  head: StoreHead,
  format: number = FORMAT,
  store: RecordSource | undefined = undefined,
): void {
  if (head.format <= format) return;
  const shown = `format ${head.format}: a newer version of statecart has written it`;
  throw outOfRange('store', `one of format ${format} or older`, store, shown);
}

function headChange(head: StoreHead): AnyChange {
  return headRecord.put(headRecord.key(), head);
}
