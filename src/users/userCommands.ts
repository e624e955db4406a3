import * as check from '../base/check.ts';
import * as contact from '../base/contactDetails.ts';
import { takenId } from '../base/createdIds.ts';
import { MAX_PUSH_SUBSCRIPTIONS } from '../base/limits.ts';
import type { ShopLimits } from '../base/shopLimits.ts';
import { refused } from '../commands/answer.ts';
import { type CommandContext, command } from '../commands/command.ts';
import { type Preferences, preferencesRecord } from '../schema/preferences.ts';
import { type PushSubscription, pushSubscriptionRecord } from '../schema/pushSubscription.ts';
import { type User, userRecord } from '../schema/user.ts';
import type { Store } from '../store/store.ts';
import { checkPreferences, type PreferenceTerms } from './checkPreferences.ts';
import { checkPushSubscription, type GivenPushSubscription } from './checkPushSubscription.ts';
import type { Users } from './users.ts';

/** The argument of `users.register`. Its texts have at most `maxTextLength` characters, 10,000 when left out. */
export interface NewUser {
  /** Made by `createId` when left out. */
  readonly userId?: string | undefined;
  /** What messages call the user: at least 1 character. */
  readonly name: string;
  /** One email address. */
  readonly email?: string | undefined;
  /** With `+` and the country code, so that SMS can be sent to it. */
  readonly phone?: string | undefined;
  /**
   * How amounts and dates are written in messages to the user: a BCP 47 language tag such as `en-GB`; that of the shop
   * when left out.
   */
  readonly locale?: string | undefined;
  /** True when the user gets membership prices; false when left out. */
  readonly member?: boolean | undefined;
}

/** The parts of the shop that user commands work on. */
export interface UserCommandContext extends CommandContext {
  readonly users: Users;
  readonly store: Store;
  readonly terms: { readonly limits: ShopLimits; readonly notifications: PreferenceTerms };
  readonly createId: () => string;
}

/** The commands of `shop.users`. */
export const userCommands = {
  register: command({
    type: 'users.register',
    commandClass: 'browse',
    refusals: ['overloaded'],

    check(given: NewUser) {
      check.fields('user', given, ['userId', 'name', 'email', 'phone', 'locale', 'member']);
      const name = check.text('name', given.name);
      const email = check.optional(given.email, (value) => contact.email('email', value));
      const phone = check.optional(given.phone, (value) => contact.phone('phone', value));
      const locale = check.optional(given.locale, (value) => contact.locale('locale', value));
      const member = check.optional(given.member, (value) => check.boolean('member', value));
      const userId = check.optional(given.userId, (value) => check.id('userId', value));
      return { userId, name, email, phone, locale, member: member ?? false };
    },

    userOf: ({ userId }) => userId,

    run(context: UserCommandContext, { userId: id, ...given }) {
      const max = context.terms.limits.maxTextLength;
      check.text('name', given.name, { max });
      check.optional(given.email, (value) => check.text('email', value, { max }));
      const userId = id ?? freshId(context);
      const user = userOf(userId, given);
      context.users.put(user);
      context.engine.stageIfDurable(() => userRecord.put(userRecord.key(userId), user));
      return { ok: true, user: { ...user } };
    },
  }),

  preferences: command({
    type: 'users.preferences',
    commandClass: 'browse',
    refusals: ['unknown-user', 'overloaded'],
    check: (userId: string, changes: Preferences = {}) => ({
      userId: check.id('userId', userId),
      changes,
    }),
    userOf: ({ userId }) => userId,

    run(context: UserCommandContext, { userId: id, changes }) {
      const { engine, store, terms, users } = context;
      const checked = checkPreferences(changes, terms.notifications);
      const user = users.get(id);
      if (user === undefined) return refused({ code: 'unknown-user', userId: id });
      const key = preferencesRecord.key(user.userId);
      const before = preferencesRecord.get(store, key) ?? {};
      const preferences: Preferences = { ...before, ...checked };
      if (Object.keys(checked).length > 0) engine.stage(preferencesRecord.put(key, preferences));
      return { ok: true, preferences };
    },
  }),

  addPushSubscription: command({
    type: 'users.addPushSubscription',
    commandClass: 'browse',
    refusals: ['unknown-user', 'overloaded'],
    check: (userId: string, subscription: GivenPushSubscription) => ({
      userId: check.id('userId', userId),
      subscription: checkPushSubscription(subscription),
    }),
    userOf: ({ userId }) => userId,

    run: (context: UserCommandContext, { userId, subscription }) =>
      changePushSubscriptions(context, userId, (before) =>
        [...without(before, subscription.endpoint), subscription].slice(-MAX_PUSH_SUBSCRIPTIONS),
      ),
  }),

  removePushSubscription: command({
    type: 'users.removePushSubscription',
    commandClass: 'browse',
    refusals: ['unknown-user', 'overloaded'],
    check: (userId: string, endpoint: string) => ({
      userId: check.id('userId', userId),
      endpoint: check.text('endpoint', endpoint),
    }),
    userOf: ({ userId }) => userId,

    run: (context: UserCommandContext, { userId, endpoint }) =>
      changePushSubscriptions(context, userId, (before) => without(before, endpoint)),
  }),
};

type Subscriptions = readonly PushSubscription[];

/** Changes the push subscriptions of a user. @returns the answer, with those after that. */
function changePushSubscriptions(
  { engine, store, users }: UserCommandContext,
  userId: string,
  change: (before: Subscriptions) => Subscriptions,
) {
  const user = users.get(userId);
  if (user === undefined) return refused({ code: 'unknown-user', userId });
  const key = pushSubscriptionRecord.key(user.userId);
  const pushSubscriptions = change(pushSubscriptionRecord.get(store, key) ?? []);
  engine.stage(
    pushSubscriptions.length === 0
      ? pushSubscriptionRecord.delete(key)
      : pushSubscriptionRecord.put(key, pushSubscriptions),
  );
  return { ok: true, pushSubscriptions } as const;
}

function without(subscriptions: Subscriptions, endpoint: string): Subscriptions {
  return subscriptions.filter((subscription) => subscription.endpoint !== endpoint);
}

/** Forms for what most users have, since V8 keeps members that are not written in one literal outside of their object. */
function userOf(
  userId: string,
  {
    name,
    email,
    phone,
    locale,
    member,
  }: {
    readonly name: string;
    readonly email: string | undefined;
    readonly phone: string | undefined;
    readonly locale: string | undefined;
    readonly member: boolean;
  },
): User {
  const user = withContact();
  return locale === undefined ? user : { ...user, locale };

  function withContact(): User {
    if (email === undefined) {
      return phone === undefined ? { userId, name, member } : { userId, name, phone, member };
    }
    return phone === undefined
      ? { userId, name, email, member }
      : { userId, name, email, phone, member };
  }
}

/** @throws UserCodeError if `createId` makes the id of an existing user. */
function freshId({ users, createId }: UserCommandContext): string {
  const userId = createId();
  if (users.get(userId) === undefined) return userId;
  throw takenId('user', userId);
}
