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
