import { type User, userRecord } from '../schema/user.ts';
import type { Store } from '../store/store.ts';

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
    const user = userRecord.get(this.#store, userRecord.key(userId));
    if (user !== undefined) this.put(user);
    return user;
  }
}
