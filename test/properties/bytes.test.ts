import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../src/base/byteReader.ts';
import { ByteWriter } from '../../src/base/byteWriter.ts';
import { runs } from './runs.ts';

const { MAX_SAFE_INTEGER, MIN_SAFE_INTEGER } = Number;

/** Numbers round each power of two, where the number of bytes changes. */
const edge = fc
  .tuple(fc.integer({ min: 0, max: 53 }), fc.integer({ min: -2, max: 2 }))
  .map(([bits, more]) => Math.min(MAX_SAFE_INTEGER, Math.max(0, 2 ** bits + more)));
const count = fc.oneof(edge, fc.nat(), fc.maxSafeNat());
const integer = fc.oneof(
  count,
  // -1 - n, since -0 is no integer here.
  count.map((value) => Math.max(MIN_SAFE_INTEGER, -1 - value)),
);
/** Lone surrogates, the ends of both alphabets, and texts longer than the first buffer. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\ud800', '\udfff', '\u00ff', '\u0100', '\uffff', '\0', 'a') }),
  fc.string({ minLength: 100, maxLength: 2000, size: 'max' }),
  fc.string({ unit: 'binary', minLength: 100, maxLength: 2000, size: 'max' }),
);
const item = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), value: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('varint' as const), value: count }),
  fc.record({ kind: fc.constant('signed' as const), value: integer }),
  fc.record({ kind: fc.constant('text' as const), value: text }),
);
type Item = typeof item extends fc.Arbitrary<infer Value> ? Value : never;

function write(writer: ByteWriter, { kind, value }: Item): void {
  if (kind === 'byte') writer.writeByte(value);
  else if (kind === 'varint') writer.writeVarint(value);
  else if (kind === 'signed') writer.writeSigned(value);
  else writer.writeText(value);
}

function read(reader: ByteReader, { kind }: Item): number | string {
  if (kind === 'byte') return reader.readByte();
  if (kind === 'varint') return reader.readVarint();
  return kind === 'signed' ? reader.readSigned() : reader.readText();
}

function lengthOf(item: Item): number {
  const writer = new ByteWriter();
  write(writer, item);
  return writer.length;
}

describe('written bytes', () => {
  test('are read as they were written, by a writer that has been used before', () => {
    const writer = new ByteWriter();
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60, size: 'max' }), (items) => {
        writer.clear();
        for (const it of items) write(writer, it);
        // Among other bytes, as in an arena.
        const bytes = Buffer.concat([
          Buffer.from([0xff]),
          writer.bytes.subarray(0, writer.length),
          Buffer.from([0xff]),
        ]);
        const reader = new ByteReader({ bytes, start: 1, end: 1 + writer.length });
        for (const it of items) {
          expect(reader.hasMore).toBe(true);
          expect(read(reader, it)).toBe(it.value);
        }
        expect(reader.hasMore).toBe(false);
      }),
      { numRuns: runs(300) },
    );
  });

  test.each([
    [0, 1],
    [127, 1],
    [128, 2],
    [2 ** 14 - 1, 2],
    [2 ** 31 - 1, 5],
    [2 ** 35, 6],
    [MAX_SAFE_INTEGER, 8],
  ])('a varint of %d takes %d bytes', (value, length) => {
    expect(lengthOf({ kind: 'varint', value })).toBe(length);
  });

  test.each([
    [0, 1],
    [63, 1],
    [-64, 1],
    [64, 2],
    [-65, 2],
    [MAX_SAFE_INTEGER, 8],
    [MIN_SAFE_INTEGER, 8],
  ])('a signed %d takes %d bytes', (value, length) => {
    expect(lengthOf({ kind: 'signed', value })).toBe(length);
  });

  test('a text takes one byte for a character, two if one of them is above U+00FF', () => {
    expect(lengthOf({ kind: 'text', value: 'Café' })).toBe(5);
    expect(lengthOf({ kind: 'text', value: '茶' })).toBe(3);
  });
});
