import type { Change, Store } from '../store/store.ts';

/** Somebody who can have a cart. */
export interface User {
  readonly userId: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  /** Members get membership prices. */
  readonly member: boolean;
}

/** All users by id. */
export class Users {
  readonly #users = new Map<string, User>();

  /** Adds the user, or replaces the one with the same id. */
  put(user: User): void {
    this.#users.set(user.userId, user);
  }

  get(userId: string): User | undefined {
    return this.#users.get(userId);
  }
}

const USER = 'user';

/** What is kept of a user. */
export function userChange(user: User): Change {
  return { op: 'put', key: [USER, user.userId], value: JSON.stringify(user) };
}

/** Fills an empty list with what is kept. */
export function restoreUsers(users: Users, store: Store): void {
  for (const [, value] of store.range({ prefix: [USER] })) users.put(JSON.parse(value) as User);
}
