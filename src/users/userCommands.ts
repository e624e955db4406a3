import * as check from '../base/check.ts';
import { takenId } from '../base/createdIds.ts';
import type { ShopLimits } from '../base/shopLimits.ts';
import { type CommandContext, command } from '../commands/command.ts';
import { type User, userRecord } from '../schema/user.ts';
import type { Users } from './users.ts';

/** The argument of `users.register`. Its texts have at most `maxTextLength` characters, 10,000 when left out. */
export interface NewUser {
  /** Made by `createId` when left out. */
  readonly userId?: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  /** True when the user gets membership prices; false when left out. */
  readonly member?: boolean;
}

/** The parts of the shop that user commands work on. */
export interface UserCommandContext extends CommandContext {
  readonly users: Users;
  readonly terms: { readonly limits: ShopLimits };
  readonly createId: () => string;
}

/** The commands of `shop.users`. */
export const userCommands = {
  register: command({
    type: 'users.register',
    commandClass: 'browse',
    refusals: ['overloaded'],

    check(given: NewUser) {
      check.fields('user', given, ['userId', 'name', 'email', 'phone', 'member']);
      const name = check.text('name', given.name);
      const email = check.optional(given.email, (value) => check.text('email', value));
      const phone = check.optional(given.phone, (value) => check.text('phone', value));
      const member = check.optional(given.member, (value) => check.boolean('member', value));
      const userId = check.optional(given.userId, (value) => check.id('userId', value));
      return { userId, name, email, phone, member: member ?? false };
    },

    userOf: ({ userId }) => userId,

    run(context: UserCommandContext, { userId: id, ...given }) {
      const max = context.terms.limits.maxTextLength;
      check.text('name', given.name, { max });
      check.optional(given.email, (value) => check.text('email', value, { max }));
      check.optional(given.phone, (value) => check.text('phone', value, { max }));
      const userId = id ?? freshId(context);
      const user = userOf(userId, given);
      context.users.put(user);
      context.engine.stageIfDurable(() => userRecord.put(userRecord.key(userId), user));
      return { ok: true, user: { ...user } };
    },
  }),
};

/** Four forms, since V8 keeps members that are not written in one literal outside of their object. */
function userOf(
  userId: string,
  {
    name,
    email,
    phone,
    member,
  }: {
    readonly name: string;
    readonly email: string | undefined;
    readonly phone: string | undefined;
    readonly member: boolean;
  },
): User {
  if (email === undefined) {
    return phone === undefined ? { userId, name, member } : { userId, name, phone, member };
  }
  return phone === undefined
    ? { userId, name, email, member }
    : { userId, name, email, phone, member };
}

/** @throws UserCodeError if `createId` makes the id of an existing user. */
function freshId({ users, createId }: UserCommandContext): string {
  const userId = createId();
  if (users.get(userId) === undefined) return userId;
  throw takenId('user', userId);
}
