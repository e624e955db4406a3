import type { ArgumentError } from './argumentError.ts';
import { toError } from './toError.ts';

/** The option, or the argument, that a function or chart of the user has come with. */
export type UserCode =
  | 'pricing'
  | 'allocation'
  | 'createId'
  | 'migrate'
  | 'filter'
  | 'machines.cart'
  | 'machines.order';

/**
 * A fault of code that the user has given to the library: a function that has thrown or has returned what it
 * must not, or a custom chart that has failed. It is never an {@link ArgumentError}, a `TypeError` or a
 * `RangeError`: the arguments of the call that ran the code were good.
 */
export class UserCodeError extends Error {
  readonly code = 'ERR_STATECART_USER_CODE' as const;
  /** The option or argument that the code has come with. */
  readonly where: UserCode;
  /** What the code has thrown; for a wrong result, a `TypeError` or `RangeError` that describes it. */
  declare readonly cause: unknown;

  /**
   * Made by the library.
   *
   * @param where the option or argument that the code has come with.
   * @param message what the code has done.
   * @param cause what it has thrown, or the error for its result.
   */
  constructor(where: UserCode, message: string, cause: unknown) {
    super(message, { cause });
    this.where = where;
  }
}

// On the prototype, as in the built-in errors.
Object.defineProperty(UserCodeError.prototype, 'name', {
  value: 'UserCodeError',
  writable: true,
  configurable: true,
});

/**
 * The error for code that has thrown.
 *
 * @param name how the message names the code; `where` when left out.
 */
export function userCodeThrew(
  where: UserCode,
  thrown: unknown,
  name: string = where,
): UserCodeError {
  return new UserCodeError(where, `${name}: ${toError(thrown).message}`, thrown);
}

/** The error for code that has returned what it must not. @param fault says what is wrong with it. */
export function userCodeReturned(
  where: UserCode,
  fault: ArgumentError | TypeError | RangeError,
): UserCodeError {
  const { message } = fault;
  // No argument of the caller is wrong: the cause says the same, and is no ArgumentError.
  const cause = fault instanceof TypeError ? new TypeError(message) : new RangeError(message);
  return new UserCodeError(where, message, cause);
}
