import type { Refusal } from '../../machines/index.ts';

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** What a command answers: its result, or why it was refused. */
export type Answer<Result extends object> = ({ readonly ok: true } & Result) | Refused;

export function refused(refusal: Refusal): Refused {
  return { ok: false, refusal };
}
