import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { Preferences } from '../schema/preferences.ts';
import { type PushSubscription, pushSubscriptionRecord } from '../schema/pushSubscription.ts';
import type { User } from '../schema/user.ts';
import type { GivenPushSubscription } from './checkPushSubscription.ts';
import { type NewUser, type UserCommandContext, userCommands } from './userCommands.ts';

/**
 * The answer of a command to a user, or why it was refused.
 *
 * @typeParam Name the command, such as `register`.
 * @typeParam Result what a successful answer has beside `ok`.
 */
export type UserAnswer<Name extends keyof typeof userCommands, Result extends object> = Promise<
  Answer<Result, RefusalsOf<(typeof userCommands)[Name]>>
>;

/** The users of a shop: `shop.users`. */
export interface UserCommands {
  /**
   * Adds a user, or replaces the one with the same id, for example to change the membership.
   *
   * @param user the whole user: a member that is left out is removed.
   */
  register(user: NewUser): UserAnswer<'register', { user: User }>;
  /**
   * Changes which messages the user gets, by the name of the channel: `true` for all, `false` for none, or the types
   * of the facts that they tell. Channels that are not named stay as they are; at first, all messages are sent. Without
   * changes, it only answers.
   *
   * @param userId the user.
   * @param changes by the name of the channel.
   */
  preferences(
    userId: string,
    changes?: Preferences,
  ): UserAnswer<'preferences', { preferences: Preferences }>;
  /**
   * Adds a browser or device that gets push messages: what `PushSubscription.toJSON()` returns there. One with the same
   * endpoint replaces the earlier one; of more than ten, the oldest is removed.
   *
   * @param userId the user.
   * @param subscription what the browser has made.
   */
  addPushSubscription(
    userId: string,
    subscription: GivenPushSubscription,
  ): UserAnswer<'addPushSubscription', { pushSubscriptions: readonly PushSubscription[] }>;
  /**
   * Removes one. Does nothing if the user has none with this endpoint.
   *
   * @param userId the user.
   * @param endpoint that of the subscription.
   */
  removePushSubscription(
    userId: string,
    endpoint: string,
  ): UserAnswer<'removePushSubscription', { pushSubscriptions: readonly PushSubscription[] }>;
  /** The user; undefined for an unknown id. @param userId the user. */
  get(userId: string): User | undefined;
  /**
   * The browsers and devices of the user that get push messages, oldest first; empty for an unknown id.
   *
   * @param userId the user.
   */
  pushSubscriptions(userId: string): PushSubscription[];
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

    pushSubscriptions(userId) {
      const key = pushSubscriptionRecord.key(check.id('userId', userId));
      return [...(pushSubscriptionRecord.get(context.store, key) ?? [])];
    },
  };
}
