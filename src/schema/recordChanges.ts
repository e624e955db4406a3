import type { Key, RecordChange, RecordForm } from '../store/store.ts';

type PutChange = Extract<RecordChange, { readonly op: 'put' }>;
type DeleteChange = Extract<RecordChange, { readonly op: 'delete' }>;

/** Writes a record. Its text is made each time that it is read: a store that packs the contents never reads it. */
export class RecordPut implements PutChange {
  readonly op = 'put';
  readonly key: Key;
  readonly form: RecordForm;
  readonly contents: unknown;

  constructor(key: Key, form: RecordForm, contents: unknown) {
    this.key = key;
    this.form = form;
    this.contents = contents;
  }

  get value(): string {
    return this.form.encode(this.contents);
  }
}

/** Deletes a record. */
export class RecordDelete implements DeleteChange {
  readonly op = 'delete';
  readonly key: Key;
  readonly form: RecordForm;

  constructor(key: Key, form: RecordForm) {
    this.key = key;
    this.form = form;
  }
}
