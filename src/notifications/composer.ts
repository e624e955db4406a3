import type { CartLine } from '../../machines/index.ts';
import { freeze } from '../base/freeze.ts';
import { show } from '../base/show.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ShopFact } from '../facts/factBus.ts';
import type { Order } from '../orders/orderView.ts';
import { preferencesRecord } from '../schema/preferences.ts';
import { pushSubscriptionRecord } from '../schema/pushSubscription.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { User } from '../schema/user.ts';
import type { Store } from '../store/store.ts';
import type { Users } from '../users/users.ts';
import type { Channel, EventMessage, Message, PersonalChannel, Recipient } from './channel.ts';
import { messageId } from './messageId.ts';
import type { QueuedFact } from './messageQueue.ts';
import { reasonOf } from './reasonText.ts';
import type { NotificationTerms } from './resolveNotifications.ts';
import { type Audience, MESSAGE_TYPES } from './templates/messageTypes.ts';
import { renderMessage } from './templates/renderMessage.ts';
import type { Template, TemplateInput, TemplateLine } from './templates/template.ts';

export interface ComposerOptions {
  readonly terms: NotificationTerms;
  readonly store: Store;
  readonly users: Users;
  readonly catalog: Catalog;
  /** The order as it is now; undefined if there is none, or its record cannot be read. */
  readonly orderOf: (orderId: string) => Order | undefined;
}

/** A message; why there will never be one; or undefined if nobody is to get one. */
export type Composed = EventMessage | Message | { readonly fault: string } | undefined;

/** What facts are about, by the names of their members. */
interface FactIds {
  readonly orderId?: string;
  readonly userId?: string;
  readonly sku?: string;
  readonly lines?: readonly CartLine[];
}

const AUDIENCES: ReadonlyMap<string, Audience> = new Map(
  MESSAGE_TYPES.map(({ type, audience }) => [type, audience]),
);

/** Makes messages of facts: for whom, and with which content. Reads the shop as it is at the moment. */
export class Composer {
  readonly #options: ComposerOptions;

  constructor(options: ComposerOptions) {
    this.#options = options;
  }

  /** The types of all facts that become messages to people. */
  get types(): readonly string[] {
    return this.#options.terms.types;
  }

  /** The types of the facts that become messages of the channel. */
  typesFor(channel: Channel): ReadonlySet<string> {
    const { types } = this.#options.terms;
    return new Set(channel.audience === 'systems' ? (channel.types ?? types) : types);
  }

  /** Makes the message of a fact for a channel. */
  compose(channel: Channel, entry: QueuedFact): Composed {
    if (channel.audience === 'systems') return this.#message(channel, entry);
    try {
      return this.#personal(channel, entry);
    } catch (error) {
      return { fault: reasonOf(error) };
    }
  }

  /** What the template of a type makes of a fact. @throws Error if the template throws, or makes what cannot be sent. */
  render(fact: RecordedFact, order: Order | undefined, user: User | undefined) {
    const { type } = fact;
    const template = this.#options.terms.templates.get(type) as Template;
    return renderMessage({ type, template, input: this.#inputOf(fact, order, user) });
  }

  #message({ name }: Channel, { fact, attempts }: QueuedFact): EventMessage {
    const order = this.#orderOf(fact);
    return {
      id: messageId(name, fact),
      type: fact.type,
      at: fact.at,
      attempt: attempts + 1,
      fact: freeze(fact) as ShopFact,
      ...(order !== undefined && { order: freeze(order) }),
    };
  }

  #personal(channel: PersonalChannel, entry: QueuedFact): Composed {
    const { fact } = entry;
    const { terms } = this.#options;
    const isForOwner = AUDIENCES.get(fact.type) === 'owner';
    // Most channels reach some users only: that is found out before the order is read.
    const user = isForOwner ? undefined : this.#userOf(fact);
    const to = isForOwner ? terms.owner : user && this.#recipientOf(user);
    if (to === undefined || !canReach(channel, to)) return undefined;
    if (user !== undefined && !this.#isWanted(channel, user, fact.type)) return undefined;
    const message = this.#message(channel, entry);
    const { orderId } = fact as FactIds;
    if (orderId !== undefined && message.order === undefined) {
      return { fault: `the order ${orderId} cannot be read` };
    }
    const content = this.render(fact, message.order, user);
    return content && { ...message, to, ...content };
  }

  #orderOf(fact: RecordedFact): Order | undefined {
    const { orderId } = fact as FactIds;
    return orderId === undefined ? undefined : this.#options.orderOf(orderId);
  }

  /** The customer whom the fact is about; undefined if it is about none, or about nobody who is registered. */
  #userOf(fact: RecordedFact): User | undefined {
    const userId = (fact as FactIds).userId ?? this.#orderOf(fact)?.userId;
    return userId === undefined ? undefined : this.#options.users.get(userId);
  }

  /** True unless the user has opted out. */
  #isWanted({ name }: Channel, { userId }: User, type: string): boolean {
    const preferences = preferencesRecord.get(this.#options.store, preferencesRecord.key(userId));
    // A channel may have the name of a member that every object has.
    if (preferences === undefined || !Object.hasOwn(preferences, name)) return true;
    const wanted = preferences[name] ?? true;
    return typeof wanted === 'boolean' ? wanted : wanted.includes(type);
  }

  #recipientOf({ userId, name, email, phone }: User): Recipient {
    const key = pushSubscriptionRecord.key(userId);
    return {
      userId,
      name,
      ...(email !== undefined && { email }),
      ...(phone !== undefined && { phone }),
      pushSubscriptions: pushSubscriptionRecord.get(this.#options.store, key) ?? [],
    };
  }

  #inputOf(fact: RecordedFact, order: Order | undefined, user: User | undefined): TemplateInput {
    const { terms, catalog } = this.#options;
    const { sku, lines } = fact as FactIds;
    const isForOwner = AUDIENCES.get(fact.type) === 'owner';
    const formats = terms.formatters.of(isForOwner ? terms.ownerLocale : user?.locale);
    const product = sku === undefined ? undefined : catalog.product(sku);
    return {
      fact,
      ...(order !== undefined && { order }),
      ...(user !== undefined && { user: { ...user } }),
      ...(product !== undefined && { product }),
      ...(Array.isArray(lines) && { lines: lines.map((line) => this.#named(line)) }),
      ...formats,
    };
  }

  #named({ sku, quantity }: CartLine): TemplateLine {
    return { sku, name: this.#options.catalog.find(sku)?.name ?? sku, quantity };
  }
}

/** @throws Error for an answer that would be taken for yes, such as a promise. */
function canReach(channel: PersonalChannel, to: Recipient): boolean {
  const answer: unknown = channel.canReach?.(to) ?? true;
  if (typeof answer === 'boolean') return answer;
  throw new Error(`${channel.name}.canReach: expected true or false, got ${show(answer)}`);
}
