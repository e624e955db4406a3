import type { AnyChange, Change } from '../store.ts';
import { TextPut } from './changeWriter.ts';
import type { LoggedRecords } from './loggedRecords.ts';

/**
 * The changes of a batch of texts, such as an import's, with the forms of records that are kept in the log only:
 * those whose numbers rise, from the last one in the log on.
 */
export function withForms(
  batch: readonly Change[],
  logged: readonly LoggedRecords[],
  lastLogged: number,
): readonly AnyChange[] {
  let last = lastLogged;
  return batch.map((change) => {
    const kind = logged.find(({ has }) => has(change.key));
    if (kind === undefined) return change;
    if (change.op === 'delete') {
      return kind.get(change.key) === undefined ? change : { ...change, form: kind.form };
    }
    const number = change.key.at(-1) as number;
    if (number <= last) return change;
    last = number;
    return new TextPut(change.key, change.value, kind.form);
  });
}
