import { isDeepStrictEqual } from 'node:util';
import type { Answered, VariantResult } from './figures.ts';
import { COMPARED_SHARE } from './limits.ts';
import { KINDS, type Kind } from './query.ts';

/**
 * Compares what two variants have answered to the same searches, as far as both know it.
 *
 * @returns how many of each kind were compared.
 * @throws Error that names the first answers that differ, or if hardly any could be compared.
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
    // Of some there is only the total.
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
