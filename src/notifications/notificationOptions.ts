import type { TimesByFact } from '../facts/retention.ts';
import type { PushSubscription } from '../schema/pushSubscription.ts';
import type { Channel } from './channel.ts';
import type { ChannelTerms } from './channelTerms.ts';
import type { CustomTemplates, Templates } from './templates/template.ts';

/** Whom messages to the shop itself go to: low stock, and dead letters. */
export interface Owner {
  /** What messages call the owner. */
  readonly name?: string | undefined;
  /** One email address; no mails when left out. */
  readonly email?: string | undefined;
  /** With `+` and the country code; no SMS when left out. */
  readonly phone?: string | undefined;
  /** The browsers and devices that get push messages; none when left out. */
  readonly pushSubscriptions?: readonly PushSubscription[] | undefined;
  /** A BCP 47 language tag; that of the shop when left out. */
  readonly locale?: string | undefined;
}

/** The option `notifications` of a shop: how its facts become messages. */
export interface NotificationOptions {
  /** The ways on which messages leave the shop: one or more, with names that differ. */
  readonly channels: readonly Channel[];
  /** One's own templates in place of the default ones, by the types of the facts. */
  readonly templates?: Templates;
  /** Templates of facts that custom charts emit, by their types: these facts become messages to the user, too. */
  readonly customTemplates?: CustomTemplates;
  /** Nobody is told of low stock and dead letters when left out. */
  readonly owner?: Owner;
  /** How amounts and dates are written for users without a locale of their own: a BCP 47 tag; `en-US` when left out. */
  readonly locale?: string;
  /** The time zone of dates in messages: an IANA name; `UTC` when left out. */
  readonly timeZone?: string;
  /** How long before its expiry the user of a cart is told, in milliseconds; an hour when left out; 0 for not at all. */
  readonly cartWarningMs?: number;
  /**
   * How long after its fact a message is of use, in milliseconds, or `Infinity`; a day when left out. An object has times
   * by the type of the fact, and for all others as `'*'`; types that no channel takes are refused. A later message becomes
   * a dead letter. A warning that a cart expires is of use until then at most.
   */
  readonly deadlineMs?: number | TimesByFact;
  /** How long `close()` waits for messages to be delivered, in milliseconds; 5 seconds when left out. */
  readonly drainMs?: number;
  /** Limits of single channels by name, and those of all others as `'*'`. */
  readonly limits?: Readonly<Record<string, Partial<ChannelTerms>>>;
}
