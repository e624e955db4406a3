import { outOfRange } from '../base/check.ts';
import { MAX_KEY_BYTES } from '../base/limits.ts';
import type { Key } from './store.ts';

/** @throws RangeError if the key is longer than a store on disk takes. */
export function assertKeyFits(key: Key): void {
  let units = 0;
  for (const element of key) units += typeof element === 'string' ? element.length : 1;
  // A UTF-16 code unit takes at most three bytes in UTF-8.
  if (units * 3 <= MAX_KEY_BYTES) return;
  const bytes = key.reduce<number>((sum, element) => sum + Buffer.byteLength(String(element)), 0);
  if (bytes <= MAX_KEY_BYTES) return;
  throw outOfRange('key', `at most ${MAX_KEY_BYTES} bytes as UTF-8`, key, `${bytes}`);
}
