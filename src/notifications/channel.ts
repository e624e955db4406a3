import type { ShopFact } from '../facts/factBus.ts';
import type { Order } from '../orders/orderView.ts';
import type { PushSubscription } from '../schema/pushSubscription.ts';

/** Whom a message is for, and where this person can be reached. */
export interface Recipient {
  /** Undefined for the owner of the shop. */
  readonly userId?: string;
  /** As the user was registered, or as the option `owner` says; left out if it does not. */
  readonly name?: string;
  /** One email address; left out if there is none. */
  readonly email?: string;
  /** With `+` and the country code; left out if there is none. */
  readonly phone?: string;
  /** The browsers and devices that have subscribed to push messages; empty without any. */
  readonly pushSubscriptions: readonly PushSubscription[];
}

/** A fact as a channel for systems gets it. */
export interface EventMessage {
  /**
   * The same at each attempt, and for each message another: receivers recognize by it a message that they get
   * twice. Letters, digits, `-` and `_`; at most 100 characters.
   */
  readonly id: string;
  /** The type of the fact, such as `order.shipped`. */
  readonly type: string;
  /** The time of the fact, epoch milliseconds. */
  readonly at: number;
  /** 1 for the first attempt to deliver it. */
  readonly attempt: number;
  /** What has happened. */
  readonly fact: ShopFact;
  /** The order that the fact is about, as it is now; undefined if it is about none. */
  readonly order?: Order;
}

/** What a template makes. */
export interface MessageContent {
  /** One line. */
  readonly subject: string;
  /** Plain text of any length. */
  readonly text: string;
  /** The same as HTML. Without it, an email has the text only. */
  readonly html?: string;
  /** One or two sentences for SMS and push messages; these take `text` when it is left out. */
  readonly short?: string;
}

/** A message to a person. */
export interface Message extends EventMessage, MessageContent {
  /** Who gets the message. */
  readonly to: Recipient;
  readonly short: string;
}

/** What has become of one message. */
export type DeliveryResult =
  | 'sent'
  | {
      readonly status: 'sent';
      /** Endpoints of push subscriptions that exist no longer: they are removed. */
      readonly goneEndpoints?: readonly string[];
    }
  | {
      readonly status: 'retry';
      /** Why, in a sentence for operators. */
      readonly reason?: string;
      /** At the earliest after this time, in milliseconds; when left out, after a time that grows with the attempts. */
      readonly retryAfterMs?: number;
      /**
       * `message` (when left out) if other messages may get through: this one waits alone. `channel` if they would
       * not: a server that does not answer, a rate that is exceeded, a password that is wrong. The channel then waits.
       */
      readonly affects?: 'message' | 'channel';
      /** As for `sent`. */
      readonly goneEndpoints?: readonly string[];
    }
  | {
      /** No further attempt would help: the message becomes a dead letter. */
      readonly status: 'failed';
      /** Why, in a sentence for operators: the dead letter has it. */
      readonly reason?: string;
      /** As for `sent`. */
      readonly goneEndpoints?: readonly string[];
    };

/** What a delivery has beside its messages. */
export interface DeliveryOptions {
  /** Aborts when the results are not waited for any more: the time is over, or the shop is closed. */
  readonly signal: AbortSignal;
}

interface ChannelBase<Delivered extends EventMessage> {
  /** What preferences, `pause` and the records of the shop name it by: 1 to 32 of a-z, 0-9, `-` and `_`. */
  readonly name: string;
  /**
   * Delivers one to a hundred messages, no two of them about the same order. It is called again before it has
   * answered, with other messages. What it throws or rejects with is a `retry` of all messages that affects the
   * channel.
   *
   * @param batch one to a hundred messages.
   * @param options a signal that says when the answer is of no use any more.
   * @returns one result for each message, in their order.
   */
  deliver(
    batch: readonly Delivered[],
    options: DeliveryOptions,
  ): Promise<readonly DeliveryResult[]> | readonly DeliveryResult[];
  /** Releases connections. Called once when the shop is closed; not waited for longer than for deliveries. */
  close?(): unknown;
}

/** A channel to people: it gets messages made by templates, to those who have not opted out. */
export interface PersonalChannel extends ChannelBase<Message> {
  /** Left out, or `people`. */
  readonly audience?: 'people';
  /**
   * False for those whom it has no address of: they get no message. True for all when left out.
   *
   * @param recipient who would get the message.
   */
  canReach?(recipient: Recipient): boolean;
}

/** A channel to other systems: it gets facts, whoever they are about. */
export interface SystemChannel extends ChannelBase<EventMessage> {
  readonly audience: 'systems';
  /** The types of the facts that it gets; those that become messages to people when left out. */
  readonly types?: readonly string[];
}

/** A way on which messages leave the shop: the built-in ones, or one's own. */
export type Channel = PersonalChannel | SystemChannel;
