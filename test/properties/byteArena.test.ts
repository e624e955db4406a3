import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteArena } from '../../src/base/byteArena.ts';
import { runs } from './runs.ts';

const size = fc.oneof(
  { weight: 10, arbitrary: fc.nat({ max: 300 }) },
  { weight: 4, arbitrary: fc.nat({ max: 5000 }) },
  // Round the largest cell, above which a record gets a chunk of its own.
  { weight: 2, arbitrary: fc.integer({ min: 65_000, max: 66_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1_000_000, max: 1_200_000 }) },
);
type Step = { readonly allocate: number } | { readonly free: number };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ allocate: size }) },
    { weight: 2, arbitrary: fc.record({ free: fc.nat() }) },
  ),
  { maxLength: 100, size: 'max' },
);

function bytesOf(arena: ByteArena, handle: number): Buffer {
  const { bytes, start, end } = arena.read(handle);
  return bytes.subarray(start, end);
}

/** The bytes as words, without those of a last word that is not whole. */
function wordsOf(bytes: Buffer): Uint32Array {
  const buffer = new Uint8Array(bytes).buffer;
  return new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
}

/** Bytes that no other record of a run has in the same place. */
function record(length: number, seed: number): Buffer {
  return Buffer.alloc(length, `${seed} `);
}

describe('an arena of bytes', () => {
  test('gives every record back until it is freed', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const arena = new ByteArena();
        const model = new Map<number, Buffer>();
        for (const [seed, step] of given.entries()) {
          if ('allocate' in step) {
            const expected = record(step.allocate, seed);
            const source = Buffer.concat([expected, Buffer.from('!!!!')]);
            const handle =
              seed % 2 === 0
                ? arena.allocate(source, step.allocate)
                : arena.allocateWords(wordsOf(source), step.allocate);
            expect(Number.isSafeInteger(handle)).toBe(true);
            expect(model.has(handle)).toBe(false);
            model.set(handle, expected);
          } else if (model.size > 0) {
            const handle = [...model.keys()][step.free % model.size] as number;
            arena.free(handle);
            model.delete(handle);
          }
        }
        for (const [handle, expected] of model) {
          expect(bytesOf(arena, handle).equals(expected)).toBe(true);
        }
        const needed = [...model.values()].reduce((sum, { length }) => sum + length, 0);
        expect(arena.usedBytes).toBeGreaterThanOrEqual(needed);
        expect(arena.usedBytes).toBeLessThanOrEqual(needed * 1.25 + model.size * 12);
        expect(arena.usedBytes).toBeLessThanOrEqual(arena.reservedBytes);
        for (const handle of model.keys()) arena.free(handle);
        expect(arena.usedBytes).toBe(0);
      }),
      { numRuns: runs(100) },
    );
  });

  test('costs nothing while it is empty, and little while it is small', () => {
    const arena = new ByteArena();
    expect(arena.reservedBytes).toBe(0);
    arena.allocate(Buffer.alloc(100), 100);
    expect(arena.reservedBytes).toBe(4096);
    for (let count = 0; count < 10_000; count++) arena.allocate(Buffer.alloc(100), 100);
    expect(arena.reservedBytes).toBeLessThan(arena.usedBytes * 2);
  });

  test('uses freed room again: it does not grow while its records come and go', () => {
    const sizes = fc.array(fc.nat({ max: 2000 }), { minLength: 200, maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.nat()), (sizes, drawn) => {
        const arena = new ByteArena();
        const handles = sizes.map((size) => arena.allocate(record(size, size), size));
        const { usedBytes, reservedBytes } = arena;
        for (let cycle = 0; cycle < 50; cycle++) {
          // One in three goes, in another order than it came, and one of its size comes.
          const gone = sizes.flatMap((_, index) => (index % 3 === cycle % 3 ? [index] : []));
          gone.sort(() => (Number(drawn.next().value) % 2) - 0.5);
          for (const index of gone) arena.free(handles[index] as number);
          for (const index of gone.reverse()) {
            const size = sizes[index] as number;
            handles[index] = arena.allocate(record(size, size), size);
          }
          expect(arena.usedBytes).toBe(usedBytes);
          expect(arena.reservedBytes).toBe(reservedBytes);
        }
        for (const [index, size] of sizes.entries()) {
          expect(bytesOf(arena, handles[index] as number).equals(record(size, size))).toBe(true);
        }
      }),
      { numRuns: runs(20) },
    );
  });

  test('needs no more than a few times the room of its records when their sizes change', () => {
    const rounds = fc.array(fc.array(fc.nat({ max: 600 }), { minLength: 300, maxLength: 300 }), {
      minLength: 30,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rounds, (rounds) => {
        const arena = new ByteArena();
        let mostUsed = 0;
        for (const sizes of rounds) {
          const handles = sizes.map((size) => arena.allocate(record(size, size), size));
          mostUsed = Math.max(mostUsed, arena.usedBytes);
          for (const handle of handles) arena.free(handle);
        }
        expect(arena.reservedBytes).toBeLessThan(mostUsed * 4);
      }),
      { numRuns: runs(10) },
    );
  });

  test('rounds a large record up to 8 bytes, and gives its memory back when it is freed', () => {
    const arena = new ByteArena();
    const large = Buffer.alloc(3_000_000, 'x');
    for (let count = 0; count < 50; count++) {
      const handles = [1, 2, 3].map((part) => arena.allocate(large, large.length / part));
      expect(handles.map((handle) => bytesOf(arena, handle).length)).toEqual([
        3_000_000, 1_500_000, 1_000_000,
      ]);
      expect(arena.reservedBytes).toBeLessThan(5_500_100);
      for (const handle of handles) arena.free(handle);
      expect(arena.reservedBytes).toBe(0);
      expect(Math.max(...handles)).toBeLessThan(2 ** 20);
    }
  });
});
