import type { Refusal } from '../../machines/index.ts';

/** The answer of a command that was refused: nothing has changed. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** The answer of a command: its result, or the reason why it was refused. */
export type Answer<Result extends object> = ({ readonly ok: true } & Result) | Refused;

/** Wraps a refusal as an answer. */
export function refused(refusal: Refusal): Refused {
  return { ok: false, refusal };
}
