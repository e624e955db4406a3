import { crc32 } from 'node:zlib';

/*
 * A group in a segment: its header, the changes of its turns, and the texts that come for the first time.
 *
 * The chained checksum is a CRC-32 that begins with that of the group before, so a group that is left from
 * an earlier use of the disk does not fit. CRC-32 and not CRC-32C: Node.js has it in native code.
 */

/** Stands at the start of each group, by which one is found after a damaged place. */
export const GROUP_MAGIC = Buffer.from('SCG\u0001', 'latin1');

export const GROUP_HEADER_BYTES = 48;

const CHECKSUM_AT = 4;
const FIELDS_AT = 8;
const CHAIN_AT = 12;
const CHAINED_FIELDS_AT = 16;

export interface GroupHeader {
  /** Bytes after the header. */
  readonly bytes: number;
  /** Those of them that are changes; the texts follow. */
  readonly changeBytes: number;
  readonly turns: number;
  readonly firstTurn: number;
  /** The last turn that was on disk when the group was written. */
  readonly syncedTurn: number;
  /** The largest number of a logged record, up to the end of the group; 0 if none. */
  readonly lastLogged: number;
  /** The chained checksum. */
  readonly chain: number;
}

/** Writes a header. @returns the chained checksum of the group. */
export function writeGroupHeader(
  target: Buffer,
  header: Omit<GroupHeader, 'chain' | 'bytes'>,
  { pieces, before }: { readonly pieces: readonly Uint8Array[]; readonly before: number },
): number {
  target.set(GROUP_MAGIC, 0);
  target.writeUInt32LE(
    pieces.reduce((sum, { length }) => sum + length, 0),
    FIELDS_AT,
  );
  target.writeUInt32LE(header.changeBytes, 16);
  target.writeUInt32LE(header.turns, 20);
  target.writeDoubleLE(header.firstTurn, 24);
  target.writeDoubleLE(header.syncedTurn, 32);
  target.writeDoubleLE(header.lastLogged, 40);
  let chain = crc32(target.subarray(CHAINED_FIELDS_AT, GROUP_HEADER_BYTES), before);
  for (const piece of pieces) chain = crc32(piece, chain);
  target.writeUInt32LE(chain, CHAIN_AT);
  target.writeUInt32LE(crc32(target.subarray(FIELDS_AT, GROUP_HEADER_BYTES)), CHECKSUM_AT);
  return chain;
}

/** @returns undefined if there is no whole header at the place. */
export function readGroupHeader(bytes: Buffer, at: number): GroupHeader | undefined {
  if (at + GROUP_HEADER_BYTES > bytes.length) return undefined;
  if (bytes.compare(GROUP_MAGIC, 0, GROUP_MAGIC.length, at, at + GROUP_MAGIC.length) !== 0) {
    return undefined;
  }
  const checksum = crc32(bytes.subarray(at + FIELDS_AT, at + GROUP_HEADER_BYTES));
  if (bytes.readUInt32LE(at + CHECKSUM_AT) !== checksum) return undefined;
  return {
    bytes: bytes.readUInt32LE(at + FIELDS_AT),
    chain: bytes.readUInt32LE(at + CHAIN_AT),
    changeBytes: bytes.readUInt32LE(at + 16),
    turns: bytes.readUInt32LE(at + 20),
    firstTurn: bytes.readDoubleLE(at + 24),
    syncedTurn: bytes.readDoubleLE(at + 32),
    lastLogged: bytes.readDoubleLE(at + 40),
  };
}

/** True when the bytes after a header are those that were written, after a group with this checksum. */
export function isIntact(
  header: GroupHeader,
  bytes: Buffer,
  { at, before }: { readonly at: number; readonly before: number },
): boolean {
  const fields = bytes.subarray(at + CHAINED_FIELDS_AT, at + GROUP_HEADER_BYTES);
  const contents = bytes.subarray(at + GROUP_HEADER_BYTES, at + GROUP_HEADER_BYTES + header.bytes);
  if (contents.length < header.bytes || header.changeBytes > header.bytes) return false;
  return crc32(contents, crc32(fields, before)) === header.chain;
}
