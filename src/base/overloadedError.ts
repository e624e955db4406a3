/**
 * Thrown by a search while the shop refuses commands that browse. Commands answer with the refusal `overloaded`
 * instead; a search is synchronous and has no refusals.
 */
export class OverloadedError extends Error {
  readonly code = 'ERR_STATECART_OVERLOADED' as const;
  /** The milliseconds after which the search is answered, as far as that can be said now. */
  readonly retryAfterMs: number;

  /** Made by a search. @param retryAfterMs the milliseconds after which the search is answered. */
  constructor(retryAfterMs: number) {
    super(`the shop is overloaded: search again in ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

// On the prototype, as in the built-in errors.
Object.defineProperty(OverloadedError.prototype, 'name', {
  value: 'OverloadedError',
  writable: true,
  configurable: true,
});
