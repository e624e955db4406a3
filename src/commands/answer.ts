import type { Refusal, RefusalCode } from '../../machines/index.ts';

/** An index in place of a condition, so that fewer codes are assignable to more. */
type RefusalByCode = { readonly [One in Refusal as One['code']]: One };

/**
 * The answer of a command that was refused: nothing has changed.
 *
 * @typeParam Code the refusals that it can be; any when left out.
 */
export interface Refused<Code extends RefusalCode = RefusalCode> {
  readonly ok: false;
  /** Why, with the members that belong to its `code`. */
  readonly refusal: RefusalByCode[Code];
}

/**
 * The answer of a command: its result, or the reason why it was refused.
 *
 * @typeParam Result the members of a successful answer, beside `ok`.
 * @typeParam Code the refusals that the command can give; any when left out.
 */
export type Answer<Result extends object, Code extends RefusalCode = RefusalCode> =
  | ({ readonly ok: true } & Result)
  | Refused<Code>;

/** Wraps a refusal as an answer. */
export function refused<const Given extends Refusal>(refusal: Given): Refused<Given['code']> {
  return { ok: false, refusal } as unknown as Refused<Given['code']>;
}
