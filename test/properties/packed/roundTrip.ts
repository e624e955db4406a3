import { PackReader } from '../../../src/store/packed/packReader.ts';
import { PackWriter } from '../../../src/store/packed/packWriter.ts';
import type { Key, RecordForm } from '../../../src/store/store.ts';

/** The bytes that `pack` writes, after others; undefined if it returns false. */
export function packed(
  pack: (writer: PackWriter) => unknown,
  writer = new PackWriter(),
): { readonly writer: PackWriter; readonly bytes: Buffer } | undefined {
  const start = writer.length;
  if (pack(writer) === false) {
    writer.rewind(start);
    return undefined;
  }
  return { writer, bytes: Buffer.from(writer.bytes.slice(start, writer.length)) };
}

export function readerOf(bytes: Buffer, { shared }: PackWriter): PackReader {
  return new PackReader(bytes, 0, bytes.length, shared);
}

/** The text of contents after they were packed; undefined if they have no packed form. */
export function throughPack(
  form: RecordForm,
  contents: unknown,
  writer?: PackWriter,
): string | undefined {
  const made = packed((to) => form.pack(to, contents), writer);
  if (made === undefined) return undefined;
  const reader = readerOf(made.bytes, made.writer);
  const text = form.unpack(reader);
  if (reader.hasMore) throw new Error(`${text} is not all that was packed`);
  return text;
}

export function keyThroughPack(form: RecordForm, key: Key, writer?: PackWriter): Key {
  const made = packed((to) => form.packKey(to, key), writer);
  if (made === undefined) throw new Error('every key is packed');
  const reader = readerOf(made.bytes, made.writer);
  const read = form.unpackKey(reader);
  if (reader.hasMore) throw new Error(`${read} is not all that was packed`);
  return read;
}
