import type { ShopFact } from '../../facts/factBus.ts';
import type { EventMessage } from '../../notifications/channel.ts';
import type { Order } from '../../orders/orderView.ts';
import type { RecordedFact } from '../../schema/recordedFact.ts';

/** What a webhook has as its body: an event by CloudEvents 1.0 (https://cloudevents.io), JSON in structured mode. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same each time that the event is delivered: receivers ignore an event that they have had. */
  readonly id: string;
  /** What the option `source` of the channel is. */
  readonly source: string;
  /** `statecart.` and the type of the fact, such as `statecart.order.shipped`. */
  readonly type: string;
  /** What the fact is about: the id of its order, otherwise its SKU, otherwise the id of its user. */
  readonly subject?: string;
  /** The time of the fact, RFC 3339. */
  readonly time?: string;
  readonly datacontenttype: 'application/json';
  /** What has happened. */
  readonly data: {
    /** The fact, with its number and time. */
    readonly fact: ShopFact;
    /** The order that the fact is about, as it was when the event was delivered. */
    readonly order?: Order;
  };
}

/** The media type of an event in structured mode. */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json';

/** Tells the events of a shop from those of other sources in one place. */
const TYPE_PREFIX = 'statecart.';

/** The last millisecond of the year 9999: RFC 3339 has four digits for years. */
const MAX_TIME = 253_402_300_799_999;

/** Members of facts that say what they are about, the most telling first. */
const SUBJECTS = ['orderId', 'sku', 'userId'] as const;

export function cloudEvent(
  { id, type, at, fact, order }: EventMessage,
  source: string,
): CloudEvent {
  const subject = subjectOf(fact);
  return {
    specversion: '1.0',
    id,
    source,
    type: TYPE_PREFIX + type,
    ...(subject === undefined ? {} : { subject }),
    ...(at > MAX_TIME ? {} : { time: new Date(at).toISOString() }),
    datacontenttype: 'application/json',
    data: order === undefined ? { fact } : { fact, order },
  };
}

function subjectOf(fact: RecordedFact): string | undefined {
  const members = fact as unknown as Readonly<Record<string, unknown>>;
  for (const name of SUBJECTS) {
    const value = members[name];
    // CloudEvents has no empty subject.
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
