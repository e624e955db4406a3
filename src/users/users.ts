import type { Change, Key, Store } from '../store/store.ts';

/** Somebody who can have a cart. */
export interface User {
  readonly userId: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  /** Members get membership prices. */
  readonly member: boolean;
}

/** All users by id. Those that have been kept are read when somebody asks for them. */
export class Users {
  readonly #users = new Map<string, User>();
  readonly #store: Store | undefined;

  constructor(store?: Store) {
    this.#store = store;
  }

  /** Adds the user, or replaces the one with the same id. */
  put(user: User): void {
    this.#users.set(user.userId, user);
  }

  get(userId: string): User | undefined {
    const known = this.#users.get(userId);
    if (known !== undefined || this.#store === undefined) return known;
    const kept = this.#store.get(keyOf(userId));
    if (kept === undefined) return undefined;
    const user = JSON.parse(kept) as User;
    this.put(user);
    return user;
  }
}

/** What is kept of a user. */
export function userChange(user: User): Change {
  return { op: 'put', key: keyOf(user.userId), value: JSON.stringify(user) };
}

function keyOf(userId: string): Key {
  return ['user', userId];
}
