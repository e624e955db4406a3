import { describe, expect, it } from 'vitest';
import {
  ChecksumBuffer,
  maxSizeWithChecksum,
  verifyChecksum,
} from '../../../src/store/lmdb/checksum.ts';
import type { Key } from '../../../src/store/store.ts';

function written(key: Key, text: string): Buffer {
  return new ChecksumBuffer(maxSizeWithChecksum(text)).withChecksum(key, text);
}

const KEY: Key = ['cart', 'ada'];

describe('a value with its checksum', () => {
  it.each(['', 'x', 'ä€😀', '語'.repeat(1000)])('comes back under its key: %s', (text) => {
    expect(verifyChecksum(KEY, written(KEY, text))).toBe(text);
  });

  it('is noticed under the key of another record', () => {
    for (const key of [['cart', 'bob'], ['order', 'ada'], ['cart', 'ada', 1], ['cartada'], []]) {
      expect(() => verifyChecksum(key, written(KEY, 'text'))).toThrow(/^the entry .* is damaged$/);
    }
  });

  it('is noticed with any bit changed, and cut at any place', () => {
    const { length } = written(KEY, 'text');
    for (let bit = 0; bit < length * 8; bit++) {
      const value = written(KEY, 'text');
      const byte = bit >>> 3;
      value[byte] = (value[byte] as number) ^ (1 << (bit & 7));
      expect(() => verifyChecksum(KEY, value), `bit ${bit}`).toThrow('is damaged');
    }
    for (let end = 0; end < length; end++) {
      expect(() => verifyChecksum(KEY, written(KEY, 'text').subarray(0, end))).toThrow('damaged');
    }
  });

  it('is noticed with an elements boundary in another place', () => {
    const value = written(['a', 'bc'], 'text');
    expect(() => verifyChecksum(['ab', 'c'], value)).toThrow('is damaged');
  });
});
