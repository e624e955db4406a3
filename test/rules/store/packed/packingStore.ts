import { memoryStore } from '../../../../src/index.ts';
import { RECORDS } from '../../../../src/schema/table.ts';
import { formsByCode } from '../../../../src/store/disk/changeReader.ts';
import { PackReader } from '../../../../src/store/packed/packReader.ts';
import { PackWriter } from '../../../../src/store/packed/packWriter.ts';
import type { AnyChange, Change, Store } from '../../../../src/store/store.ts';

/** A batch that a {@link packingStore} was given. */
export interface PackedBatch {
  /** How many bytes its changes take. */
  readonly length: number;
  /** The number of its changes that were packed; the others are texts. */
  readonly packedCount: number;
  readonly changes: readonly Change[];
}

const IS_DELETE = 64;
const IS_TEXT = 128;

/** A store in memory that packs each change, and stores what it reads from the bytes. */
export function packingStore(): Store & { readonly batches: readonly PackedBatch[] } {
  const inner = memoryStore();
  const writer = new PackWriter();
  const batches: PackedBatch[] = [];
  return {
    get: (key) => inner.get(key),
    range: (range) => inner.range(range),
    commit() {
      throw new Error('expected commitRecords to be called in place of commit');
    },
    commitRecords(batch) {
      writer.clear();
      const packed = batch.map((change) => packChange(writer, change));
      const bytes = Buffer.from(writer.bytes.slice(0, writer.length));
      const reader = new PackReader(bytes, 0, bytes.length, writer.shared);
      const changes = batch.map(() => unpackChange(reader));
      batches.push({ length: bytes.length, packedCount: packed.filter(Boolean).length, changes });
      return inner.commit(changes);
    },
    close: () => inner.close(),
    batches,
  };
}

/** @returns false if the text of the change was written. */
function packChange(writer: PackWriter, change: AnyChange): boolean {
  const start = writer.length;
  if ('form' in change) {
    const { form, key, op } = change;
    writer.writeByte(form.code | (op === 'delete' ? IS_DELETE : 0));
    form.packKey(writer, key);
    if (op === 'delete' || form.pack(writer, change.contents)) return true;
  }
  writer.rewind(start);
  writer.writeByte(IS_TEXT);
  writer.writeText(JSON.stringify({ ...change, value: change.op === 'put' && change.value }));
  return false;
}

const FORMS = formsByCode(RECORDS);

function unpackChange(reader: PackReader): Change {
  const head = reader.readByte();
  if (head === IS_TEXT) {
    const { op, key, value } = JSON.parse(reader.readText());
    return op === 'put' ? { op, key, value } : { op, key };
  }
  const form = FORMS[head & ~IS_DELETE];
  if (form === undefined) throw new Error(`there is no kind with the code ${head & ~IS_DELETE}`);
  const key = form.unpackKey(reader);
  if ((head & IS_DELETE) !== 0) return { op: 'delete', key };
  return { op: 'put', key, value: form.unpack(reader) };
}
