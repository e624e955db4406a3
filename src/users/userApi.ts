import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { Preferences } from '../schema/preferences.ts';
import { type PushSubscription, pushSubscriptionRecord } from '../schema/pushSubscription.ts';
import type { User } from '../schema/user.ts';
import type { GivenPushSubscription } from './checkPushSubscription.ts';
import { type NewUser, type UserCommandContext, userCommands } from './userCommands.ts';

/** The users of a shop: `shop.users`. */
export interface UserCommands {
  /** Adds a user, or replaces the one with the same id, for example to change the membership. */
  register(
    user: NewUser,
  ): Promise<Answer<{ user: User }, RefusalsOf<typeof userCommands.register>>>;
  /**
   * Changes which messages the user gets, by the name of the channel: `true` for all, `false` for none, or the types
   * of the facts that they tell. Channels that are not named stay as they are; at first, all messages are sent. Without
   * changes, it only answers.
   */
  preferences(
    userId: string,
    changes?: Preferences,
  ): Promise<Answer<{ preferences: Preferences }, RefusalsOf<typeof userCommands.preferences>>>;
  /**
   * Adds a browser or device that gets push messages: what `PushSubscription.toJSON()` returns there. One with the same
   * endpoint replaces the earlier one; of more than ten, the oldest is removed.
   */
  addPushSubscription(
    userId: string,
    subscription: GivenPushSubscription,
  ): Promise<
    Answer<
      { pushSubscriptions: readonly PushSubscription[] },
      RefusalsOf<typeof userCommands.addPushSubscription>
    >
  >;
  /** Removes one. Does nothing if the user has none with this endpoint. */
  removePushSubscription(
    userId: string,
    endpoint: string,
  ): Promise<
    Answer<
      { pushSubscriptions: readonly PushSubscription[] },
      RefusalsOf<typeof userCommands.removePushSubscription>
    >
  >;
  /** The user; undefined for an unknown id. */
  get(userId: string): User | undefined;
  /** The browsers and devices of the user that get push messages, oldest first; empty for an unknown id. */
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
