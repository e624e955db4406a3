import { type User, userRecord } from '../schema/user.ts';
import type { Store } from '../store/store.ts';

/** All users by id. A stored user is read when it is first used. */
export class Users {
  readonly #users = new Map<string, User>();
  readonly #store: Store | undefined;

  /** @param store undefined when all users are in memory. */
  constructor(store?: Store) {
    this.#store = store;
  }

  /** Adds the user, or replaces the one with the same id, in memory only. */
  put(user: User): void {
    this.#users.set(user.userId, user);
  }

  /** The user; undefined for an unknown id. */
  get(userId: string): User | undefined {
    const known = this.#users.get(userId);
    if (known !== undefined || this.#store === undefined) return known;
    const user = userRecord.get(this.#store, userRecord.key(userId));
    if (user !== undefined) this.put(user);
    return user;
  }
}
