import { assertKeyFits } from '../assertKeyFits.ts';
import type { PackWriter } from '../packed/packWriter.ts';
import type { AnyChange, Key } from '../store.ts';

/*
 * A change in a log: a byte with its kind and the code of its form, the key, and for a put the number of
 * bytes of the value and the value. A record without a form has the code 0 and its whole key.
 */

export const PACKED_PUT = 0;
export const TEXT_PUT = 1;
export const DELETE = 2;
/** The bits below the code of the form. */
export const KIND_BITS = 2;

/** Before each element of a whole key. */
export const TEXT_ELEMENT = 0;
export const INTEGER_ELEMENT = 1;
export const DOUBLE_ELEMENT = 2;

/** True for the put of a logged record. */
export function isLoggedPut(change: AnyChange): boolean {
  return 'form' in change && change.form.isLogged && change.op === 'put';
}

/** Writes a change. @throws RangeError if its key is too long for a store. */
export function writeChange(writer: PackWriter, change: AnyChange): void {
  const form = 'form' in change ? change.form : undefined;
  const code = (form?.code ?? 0) << KIND_BITS;
  if (form === undefined) assertKeyFits(change.key);
  const start = writer.length;
  writer.writeByte(code | (change.op === 'delete' ? DELETE : PACKED_PUT));
  if (form === undefined) writeWholeKey(writer, change.key);
  else form.packKey(writer, change.key);
  if (change.op === 'delete') return;
  const value = writer.length;
  writer.writeByte(0); // For the length.
  if (!('contents' in change) || !change.form.pack(writer, change.contents)) {
    writer.rewind(value + 1);
    writer.writeText(change.value);
    writer.setByte(start, code | TEXT_PUT);
  }
  writer.insertLength(value);
}

function writeWholeKey(writer: PackWriter, key: Key): void {
  writer.writeVarint(key.length);
  for (const element of key) {
    if (typeof element === 'string') {
      writer.writeByte(TEXT_ELEMENT);
      writer.writeText(element);
    } else if (Number.isSafeInteger(element) && element >= 0 && !Object.is(element, -0)) {
      writer.writeByte(INTEGER_ELEMENT);
      writer.writeVarint(element);
    } else {
      writer.writeByte(DOUBLE_ELEMENT);
      writer.writeDouble(element);
    }
  }
}
