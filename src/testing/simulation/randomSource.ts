import { createHash } from 'node:crypto';
import * as check from '../../base/check.ts';

/** Random numbers that are the same for the same seed. */
export interface RandomSource {
  /**
   * A whole number from 0 to below `end`, each as likely.
   *
   * @throws ArgumentError if `end` is not a whole number from 1 to 2^32.
   */
  integer(end: number): number;
  /**
   * One of the elements, each as likely.
   *
   * @throws ArgumentError if there is none.
   */
  pick<T>(from: readonly T[]): T;
}

const END_OF_WORDS = 2 ** 32;
const BYTES_OF_WORD = 4;

/**
 * SHA-256 in counter mode: the words of the hashes of `seed stream 0`, `seed stream 1`, ... Node.js has it, it is the
 * same on every machine and in every version, and a run draws a few hundred numbers, for which it is fast enough. A
 * package for this would be installed with every shop.
 *
 * @param stream the number of one of the independent streams of the seed: drawing more from one stream does not
 * change another.
 */
export function randomSource(seed: number, stream = 0): RandomSource {
  let block: Buffer = Buffer.alloc(0);
  let [at, count] = [0, 0];

  function nextWord(): number {
    if (at === block.length) {
      block = createHash('sha256').update(`${seed} ${stream} ${count++}`).digest();
      at = 0;
    }
    const word = block.readUInt32BE(at);
    at += BYTES_OF_WORD;
    return word;
  }

  function integer(end: number): number {
    check.wholeNumber('end', end, { min: 1, max: END_OF_WORDS });
    // Words beyond the last multiple of `end` would make the small numbers more likely.
    const endOfFair = END_OF_WORDS - (END_OF_WORDS % end);
    let word = nextWord();
    while (word >= endOfFair) word = nextWord();
    return word % end;
  }

  return {
    integer,
    pick<T>(from: readonly T[]): T {
      if (!Array.isArray(from)) throw check.wrongType('from', 'an array', from);
      if (from.length === 0) throw check.outOfRange('from', 'an array that is not empty', from);
      return from[integer(from.length)] as T;
    },
  };
}
