import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { User } from '../schema/user.ts';
import { type NewUser, type UserCommandContext, userCommands } from './userCommands.ts';

/** The users of a shop: `shop.users`. */
export interface UserCommands {
  /** Adds a user, or replaces the one with the same id, for example to change the membership. */
  register(
    user: NewUser,
  ): Promise<Answer<{ user: User }, RefusalsOf<typeof userCommands.register>>>;
  /** The user; undefined for an unknown id. */
  get(userId: string): User | undefined;
}

/** Makes the API of users. */
export function createUserApi(context: UserCommandContext): UserCommands {
  return {
    ...bindCommands(userCommands, context),

    get(userId) {
      check.id('userId', userId);
      const user = context.users.get(userId);
      return user === undefined ? undefined : { ...user };
    },
  };
}
