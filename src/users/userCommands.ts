import * as check from '../base/check.ts';
import { type Answer, runCommand } from '../commands/answer.ts';
import type { Engine } from '../runtime/engine.ts';
import { type User, userRecord } from '../schema/user.ts';
import type { Users } from './users.ts';

export interface NewUser {
  /** Made by `createId` when left out. */
  readonly userId?: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  /** Members get membership prices. */
  readonly member?: boolean;
}

export interface UserCommands {
  /** Adds a user. One with the same id is replaced: the way to change a phone or make a member. */
  register(user: NewUser): Promise<Answer<{ user: User }>>;
  get(userId: string): User | undefined;
}

export interface UserCommandsOptions {
  readonly engine: Engine;
  readonly users: Users;
  readonly createId: () => string;
}

export function createUserCommands({ engine, users, createId }: UserCommandsOptions): UserCommands {
  function freshId(): string {
    const userId = check.id('createId()', createId());
    if (users.get(userId) === undefined) return userId;
    throw check.outOfRange('createId()', 'an id that no user has yet', userId);
  }

  return {
    async register(given) {
      check.fields('user', given, ['userId', 'name', 'email', 'phone', 'member']);
      const name = check.text('name', given.name);
      const email = check.optional(given.email, (value) => check.text('email', value));
      const phone = check.optional(given.phone, (value) => check.text('phone', value));
      const member = check.optional(given.member, (value) => check.boolean('member', value));
      const userId = check.optional(given.userId, (value) => check.id('userId', value));
      return runCommand(engine, () => {
        const user: User = {
          userId: userId ?? freshId(),
          name,
          ...(email !== undefined && { email }),
          ...(phone !== undefined && { phone }),
          member: member ?? false,
        };
        users.put(user);
        engine.stageIfDurable(() => userRecord.put(userRecord.key(user.userId), user));
        return { ok: true, user: { ...user } };
      });
    },

    get(userId) {
      check.id('userId', userId);
      const user = users.get(userId);
      return user === undefined ? undefined : { ...user };
    },
  };
}
