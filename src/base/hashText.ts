/**
 * A hash of a text, 32 bits: FNV-1a over the UTF-16 code units, then {@link mixBits}. It is no defence against
 * texts that are made to collide.
 *
 * @param seed 32 bits; another one gives other hashes.
 */
export function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mixBits(hash);
}

/** Spreads what 32 bits say over all of them: the finalizer of MurmurHash3. */
export function mixBits(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
