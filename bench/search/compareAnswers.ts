import { isDeepStrictEqual } from 'node:util';
import type { Answered, VariantResult } from './figures.ts';
import { COMPARED_SHARE } from './limits.ts';
import { KINDS, type Kind } from './query.ts';

/**
 * Compares the answers of two variants to the same searches, as far as both can answer.
 *
 * @returns the number of compared answers of each kind.
 * @throws Error that names the first answers that differ, or if too few could be compared.
 */
export function compareAnswers(
  own: NonNullable<VariantResult['answers']>,
  naive: NonNullable<VariantResult['answers']>,
): Record<Kind, number> {
  const compared = {} as Record<Kind, number>;
  for (const kind of KINDS) {
    compared[kind] = compareKind(kind, own[kind], naive[kind]);
  }
  return compared;
}

function compareKind(kind: Kind, own: readonly Answered[], naive: readonly Answered[]): number {
  let compared = 0;
  for (const [number, expected] of naive.entries()) {
    const found = own[number];
    if (expected === null || found === undefined || found === null) continue;
    // Some answers consist of the total only.
    const shown = Object.keys(expected) as (keyof typeof expected)[];
    for (const part of shown) {
      if (isDeepStrictEqual(found[part], expected[part])) continue;
      const what = `${part}: ${JSON.stringify(found[part])}, not ${JSON.stringify(expected[part])}`;
      throw new Error(`search ${number} of ${kind}: statecart answers another ${what}`);
    }
    compared++;
  }
  if (compared < COMPARED_SHARE * naive.length) {
    throw new Error(`only ${compared} of ${naive.length} searches of ${kind} could be compared`);
  }
  return compared;
}
