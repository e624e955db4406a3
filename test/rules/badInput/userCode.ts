import { expect } from 'vitest';
import { ArgumentError, type UserCode, UserCodeError } from '../../../src/index.ts';

/**
 * Expects a fault of the user's code, which nobody can take for a fault of the caller's arguments.
 *
 * @returns the error, to look at its message and its cause.
 */
export function expectUserCodeError(error: unknown, where: UserCode): UserCodeError {
  expect(error).toBeInstanceOf(UserCodeError);
  expect(error).toMatchObject({
    name: 'UserCodeError',
    code: 'ERR_STATECART_USER_CODE',
    where,
  });
  for (const Misuse of [ArgumentError, TypeError, RangeError]) {
    expect(error).not.toBeInstanceOf(Misuse);
  }
  return error as UserCodeError;
}

/** Expects that the user's code has thrown this value. */
export function expectThrownByUser(error: unknown, where: UserCode, thrown: unknown): void {
  expect(expectUserCodeError(error, where).cause).toBe(thrown);
}

/** Expects that the user's code has returned what it must not. @returns the error. */
export function expectWrongResult(
  error: unknown,
  where: UserCode,
  Cause: TypeErrorConstructor | RangeErrorConstructor,
): UserCodeError {
  const fault = expectUserCodeError(error, where);
  expect(fault.cause).toBeInstanceOf(Cause);
  expect(fault.cause).not.toBeInstanceOf(ArgumentError);
  expect((fault.cause as Error).message).toBe(fault.message);
  return fault;
}
