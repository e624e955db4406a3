import * as check from '../base/check.ts';
import * as contact from '../base/contactDetails.ts';
import { freeze } from '../base/freeze.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import { quote } from '../base/quote.ts';
import type { PreferenceTerms } from '../users/checkPreferences.ts';
import { checkPushSubscription } from '../users/checkPushSubscription.ts';
import type { Channel, Recipient } from './channel.ts';
import { type ChannelTerms, checkTermNames, resolveTerms } from './channelTerms.ts';
import { Deadlines } from './deadlines.ts';
import type { NotificationOptions, Owner } from './notificationOptions.ts';
import { checkTemplates } from './templates/checkTemplates.ts';
import { Formatters } from './templates/formatters.ts';
import { MESSAGE_TYPES } from './templates/messageTypes.ts';
import type { Template } from './templates/template.ts';

/** A channel with the terms on which it is used. */
export interface UsedChannel {
  readonly channel: Channel;
  readonly terms: ChannelTerms;
}

/** The option `notifications`, checked and with its defaults. */
export interface NotificationTerms extends PreferenceTerms {
  readonly channels: readonly UsedChannel[];
  readonly templates: ReadonlyMap<string, Template>;
  /** All types of facts that become messages, the custom ones included. */
  readonly types: readonly string[];
  readonly owner: Recipient | undefined;
  readonly ownerLocale: string | undefined;
  readonly formatters: Formatters;
  /** Undefined when users are not told that their carts expire. */
  readonly cartWarningMs: number | undefined;
  readonly deadlines: Deadlines;
  readonly drainMs: number;
}

const HOUR_MS = 60 * 60 * 1000;
const DEFAULT_DRAIN_MS = 5000;
/** More channels than a shop has: each has an actor, and each fact is offered to each. */
const MAX_CHANNELS = 32;

const OPTION_NAMES = [
  'channels',
  'templates',
  'customTemplates',
  'owner',
  'locale',
  'timeZone',
  'cartWarningMs',
  'deadlineMs',
  'drainMs',
  'limits',
] as const;

/**
 * Checks the option and adds the defaults. A shop without it has no channels.
 *
 * @throws ArgumentError that names the member, what was expected and what came.
 */
export function resolveNotifications(
  given: NotificationOptions | undefined,
  currency: string,
): NotificationTerms {
  const options = given === undefined ? { channels: [] } : given;
  check.fields('notifications', options, OPTION_NAMES);
  const { customTemplates = {}, limits = {} } = options;
  const templates = checkTemplates(options.templates, customTemplates);
  const channels = checkChannels(options.channels, given !== undefined);
  const cartWarningMs = check.optional(options.cartWarningMs, (value) =>
    check.count('notifications.cartWarningMs', value),
  );
  return {
    channels: withTerms(channels, limits),
    templates,
    types: [...templates.keys()],
    channelNames: channels.filter(isPersonal).map(({ name }) => name),
    userTypes: [...customerTypes(), ...Object.keys(customTemplates)],
    owner: check.optional(options.owner, (value) => freeze(checkOwner(value as Owner))),
    ownerLocale: options.owner?.locale,
    formatters: new Formatters({
      currency,
      ...(options.locale !== undefined && { locale: options.locale }),
      ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
    }),
    cartWarningMs: channels.length === 0 ? undefined : (cartWarningMs ?? HOUR_MS) || undefined,
    deadlines: new Deadlines(options.deadlineMs, [...takenTypes(channels, templates)]),
    drainMs:
      check.optional(options.drainMs, (value) => check.count('notifications.drainMs', value)) ??
      DEFAULT_DRAIN_MS,
  };
}

/** Those of all facts that a channel takes. */
function takenTypes(
  channels: readonly Channel[],
  templates: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const named = channels.flatMap((channel) =>
    channel.audience === 'systems' ? (channel.types ?? []) : [],
  );
  return new Set([...templates.keys(), ...named]);
}

function isPersonal({ audience }: Channel): boolean {
  return audience !== 'systems';
}

function customerTypes(): string[] {
  return MESSAGE_TYPES.filter(({ audience }) => audience === 'customer').map(({ type }) => type);
}

function checkChannels(given: unknown, needsOne: boolean): readonly Channel[] {
  const name = 'notifications.channels';
  if (!Array.isArray(given)) throw check.wrongType(name, 'an array of channels', given);
  const isFew = given.length <= MAX_CHANNELS && (given.length > 0 || !needsOne);
  if (!isFew) {
    throw check.outOfRange(name, `1 to ${MAX_CHANNELS} channels`, given, `${given.length}`);
  }
  const names = new Set<string>();
  for (const [index, channel] of given.entries()) {
    const { name: own } = checkChannel(`${name}[${index}]`, channel as Channel);
    if (names.has(own)) throw check.outOfRange(name, 'names that differ', own, `two ${quote(own)}`);
    names.add(own);
  }
  return given as Channel[];
}

/**
 * Ids of messages begin with the name, and become parts of addresses and headers. Preferences are objects with the names
 * as members, of which one is special.
 */
const CHANNEL_NAME = /^(?!__proto__$)[a-z0-9_-]{1,32}$/;

function checkChannel(name: string, channel: Channel): Channel {
  if (typeof channel !== 'object' || channel === null) {
    throw check.wrongType(name, 'a channel: an object with name and deliver()', channel);
  }
  const own = check.text(`${name}.name`, channel.name);
  if (!CHANNEL_NAME.test(own)) {
    throw check.outOfRange(`${name}.name`, "1 to 32 of a-z, 0-9, '-' and '_'", own);
  }
  check.callable(`${name}.deliver`, channel.deliver);
  check.optional(channel.close, (value) => check.callable(`${name}.close`, value));
  check.optional(channel.audience, (value) =>
    check.oneOf(`${name}.audience`, value, ['people', 'systems']),
  );
  if (channel.audience === 'systems') {
    const { types } = channel;
    if (types !== undefined && !Array.isArray(types)) {
      throw check.wrongType(`${name}.types`, 'an array of types of facts', types);
    }
    for (const type of types ?? []) check.id(`${name}.types`, type);
  } else {
    check.optional(channel.canReach, (value) => check.callable(`${name}.canReach`, value));
  }
  return channel;
}

function withTerms(
  channels: readonly Channel[],
  limits: NonNullable<NotificationOptions['limits']>,
): UsedChannel[] {
  const name = 'notifications.limits';
  if (!isPlainObject(limits)) throw check.wrongType(name, 'a plain object', limits);
  const known = [...channels.map((channel) => channel.name), '*'];
  check.fields(name, limits as Record<string, unknown>, known);
  for (const [key, terms] of Object.entries(limits)) {
    if (terms !== undefined) checkTermNames(`${name}[${quote(key)}]`, terms);
  }
  return channels.map((channel) => {
    const terms = resolveTerms(
      `${name}[${quote(channel.name)}]`,
      limits[channel.name],
      limits['*'],
    );
    return { channel, terms };
  });
}

function checkOwner(given: Owner): Recipient {
  const name = 'notifications.owner';
  check.fields(name, given, ['name', 'email', 'phone', 'pushSubscriptions', 'locale']);
  const { pushSubscriptions = [] } = given;
  check.optional(given.locale, (value) => contact.locale(`${name}.locale`, value));
  if (!Array.isArray(pushSubscriptions)) {
    throw check.wrongType(`${name}.pushSubscriptions`, 'an array', pushSubscriptions);
  }
  return {
    ...(given.name !== undefined && { name: check.text(`${name}.name`, given.name) }),
    ...(given.email !== undefined && { email: contact.email(`${name}.email`, given.email) }),
    ...(given.phone !== undefined && { phone: contact.phone(`${name}.phone`, given.phone) }),
    pushSubscriptions: pushSubscriptions.map(checkPushSubscription),
  };
}
