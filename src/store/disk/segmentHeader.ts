import { crc32 } from 'node:zlib';

/**
 * The format of the log. It rises whenever older code could not read what is written. Code that knows format 1 alone
 * does not bring logged records to the checkpoint.
 */
export const LOG_FORMAT = 2;

/** A segment begins with its header: JSON that people can read, filled with blanks, and a CRC-32. */
export const SEGMENT_HEADER_BYTES = 512;

const TEXT_BYTES = SEGMENT_HEADER_BYTES - 4;

/** What a segment says about itself and about the one before. */
export interface SegmentHeader {
  /** {@link LOG_FORMAT} of its writer. */
  readonly format: number;
  /** The id of the shop's log: segments of different shops are never taken for one log. */
  readonly shop: string;
  /** 1, 2, 3, ... */
  readonly segment: number;
  /** The position in the log of the segment's first byte. */
  readonly start: number;
  /** The number of the turn that it begins with. */
  readonly firstTurn: number;
  /** The chained checksum of the group before. */
  readonly chain: number;
  /** The largest number of a logged record, among all segments before; 0 if none. */
  readonly lastLogged: number;
}

export function encodeHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES, ' ');
  bytes.write(`${JSON.stringify({ statecart: 'log', ...header })}\n`, 'latin1');
  bytes.writeUInt32LE(crc32(bytes.subarray(0, TEXT_BYTES)), TEXT_BYTES);
  return bytes;
}

/** @returns undefined if the bytes are not a whole header. @throws Error if its format is newer. */
export function decodeHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES) return undefined;
  const text = bytes.subarray(0, TEXT_BYTES);
  if (bytes.readUInt32LE(TEXT_BYTES) !== crc32(text)) return undefined;
  const header = JSON.parse(text.toString('latin1')) as SegmentHeader;
  if (header.format <= LOG_FORMAT) return header;
  throw new Error(
    `its log has format ${header.format}, which a newer version of statecart has written; ` +
      `this one knows ${LOG_FORMAT}`,
  );
}

const NAME = /^(\d{12})\.log$/;

export function segmentName(segment: number): string {
  return `${String(segment).padStart(12, '0')}.log`;
}

/** The number of the segment in a file; undefined if the name is not that of one. */
export function segmentNumber(name: string): number | undefined {
  const [, digits] = NAME.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
