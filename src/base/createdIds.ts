import * as check from './check.ts';
import { type UserCodeError, userCodeReturned, userCodeThrew } from './userCodeError.ts';

/** The function `createId` of the user, which then throws a UserCodeError if it makes no id. */
export function createdIds(createId: () => unknown): () => string {
  return () => {
    let made: unknown;
    try {
      made = createId();
    } catch (error) {
      throw userCodeThrew('createId', error, 'createId()');
    }
    // An async function is refused; a rejection of its promise must not end the process.
    if (made instanceof Promise) made.catch(() => {});
    try {
      return check.id('createId()', made);
    } catch (fault) {
      throw userCodeReturned('createId', fault as TypeError | RangeError);
    }
  };
}

/** The error for an id that `createId` has made although another one of the kind has it. */
export function takenId(kind: 'order' | 'product' | 'user', id: string): UserCodeError {
  const expected = `an id that no ${kind} has yet`;
  return userCodeReturned('createId', check.outOfRange('createId()', expected, id));
}
