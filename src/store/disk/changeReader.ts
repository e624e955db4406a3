import { PackReader } from '../packed/packReader.ts';
import type { SharedTexts } from '../packed/sharedTexts.ts';
import type { Key, RecordForm } from '../store.ts';
import {
  DELETE,
  DOUBLE_ELEMENT,
  INTEGER_ELEMENT,
  KIND_BITS,
  PACKED_PUT,
  TEXT_ELEMENT,
  TEXT_PUT,
} from './changeWriter.ts';

/** The forms of all kinds of records, by their codes. */
export type Forms = readonly (RecordForm | undefined)[];

/** @throws Error if two forms have the same code. */
export function formsByCode(forms: Iterable<RecordForm>): Forms {
  const byCode: (RecordForm | undefined)[] = [];
  for (const form of forms) {
    if (form.code === 0) continue;
    if (byCode[form.code] !== undefined) throw new Error(`two forms have the code ${form.code}`);
    byCode[form.code] = form;
  }
  return byCode;
}

/** A change as a log has it. */
export interface LoggedChange {
  /** The offset of its first byte. */
  readonly offset: number;
  readonly key: Key;
  readonly form: RecordForm | undefined;
  readonly op: 'put' | 'delete';
  /** The value of a put as text; empty for a delete. */
  text(): string;
}

/** Reads the changes in a piece of a log, one after the other. */
export class ChangeReader {
  readonly #forms: Forms;
  readonly #bytes: Buffer;
  readonly #shared: SharedTexts;
  readonly #reader: PackReader;

  constructor(
    { bytes, start, end }: { readonly bytes: Buffer; readonly start: number; readonly end: number },
    { forms, shared }: { readonly forms: Forms; readonly shared: SharedTexts },
  ) {
    this.#forms = forms;
    this.#bytes = bytes;
    this.#shared = shared;
    this.#reader = new PackReader(bytes, start, end, shared);
  }

  get hasMore(): boolean {
    return this.#reader.hasMore;
  }

  /** The offset of what is read next. */
  get position(): number {
    return this.#reader.position;
  }

  /** The number of changes of the next turn, which come next. */
  readCount(): number {
    return this.#reader.readVarint();
  }

  /** @throws Error if a newer version has written a change of an unknown form. */
  next(): LoggedChange {
    const reader = this.#reader;
    const offset = reader.position;
    const first = reader.readByte();
    const code = first >>> KIND_BITS;
    const kind = first & ((1 << KIND_BITS) - 1);
    const form = this.#forms[code];
    if (code !== 0 && form === undefined) {
      throw new Error(
        `its log has records of the form ${code}, which a newer version of statecart has written`,
      );
    }
    const key = form === undefined ? readWholeKey(reader) : form.unpackKey(reader);
    if (kind === DELETE) return { offset, key, form, op: 'delete', text: () => '' };
    const length = reader.readVarint();
    const start = reader.position;
    reader.skip(length);
    const text = () => {
      const value = new PackReader(this.#bytes, start, start + length, this.#shared);
      if (kind === TEXT_PUT) return value.readText();
      if (kind === PACKED_PUT && form !== undefined) return form.unpack(value);
      throw new Error(`expected a kind of change, got ${kind}`);
    };
    return { offset, key, form, op: 'put', text };
  }
}

function readWholeKey(reader: PackReader): Key {
  const key: (string | number)[] = [];
  for (let left = reader.readVarint(); left > 0; left--) {
    const type = reader.readByte();
    if (type === TEXT_ELEMENT) key.push(reader.readText());
    else if (type === INTEGER_ELEMENT) key.push(reader.readVarint());
    else if (type === DOUBLE_ELEMENT) key.push(reader.readDouble());
    else throw new Error(`expected an element of a key, got ${type}`);
  }
  return key;
}
