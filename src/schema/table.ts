import type { Key } from '../store/store.ts';
import { answerRecord } from './answer.ts';
import { cartRecords } from './cart.ts';
import { chartRecord } from './chart.ts';
import { clockRecord } from './clock.ts';
import { consumerRecord } from './consumer.ts';
import { deadLetterRecord, deliveryRecord, retryRecord } from './delivery.ts';
import { briefFactRecord, evictedFactsRecord, factRecord } from './fact.ts';
import { headRecord } from './head.ts';
import { orderRecords } from './order.ts';
import { orderIndexRecord } from './orderIndex.ts';
import { preferencesRecord } from './preferences.ts';
import { productRecord } from './product.ts';
import { pushSubscriptionRecord } from './pushSubscription.ts';
import type { AnyRecordKind, EarlierVersion } from './record.ts';
import { reviewRecord } from './review.ts';
import { stockRecord } from './stock.ts';
import { alertOfUserRecord, owedAlertsRecord, stockAlertRecord } from './stockAlert.ts';
import { turnRecord } from './turn.ts';
import { userRecord } from './user.ts';

export type RecordTable = readonly AnyRecordKind[];

/** Every kind of record that a shop writes. */
export const RECORDS: RecordTable = [
  headRecord,
  turnRecord,
  clockRecord,
  userRecord,
  preferencesRecord,
  pushSubscriptionRecord,
  productRecord,
  stockRecord,
  reviewRecord,
  stockAlertRecord,
  alertOfUserRecord,
  owedAlertsRecord,
  cartRecords.active,
  cartRecords.archived,
  orderRecords.active,
  orderRecords.archived,
  orderIndexRecord,
  answerRecord,
  factRecord,
  briefFactRecord,
  evictedFactsRecord,
  consumerRecord,
  deliveryRecord,
  retryRecord,
  deadLetterRecord,
  chartRecord,
];

/** The kind that the key is of, or undefined if no shop writes such a key. */
export function kindOf(key: Key, records: RecordTable = RECORDS): AnyRecordKind | undefined {
  return records.find((kind) => kind.matches(key));
}

/** The format of a store whose records all have the present form. */
export function formatOf(records: RecordTable): number {
  return Math.max(...records.map(({ version }) => version));
}

/** A form of a kind of record that another one has followed. */
export interface Succession {
  readonly kind: AnyRecordKind;
  readonly earlier: EarlierVersion;
  /** The format that has brought the next form. */
  readonly next: number;
}

/** Every earlier form of every kind of record. */
export function* successions(records: RecordTable): Generator<Succession> {
  for (const kind of records) {
    for (const [index, earlier] of kind.earlier.entries()) {
      yield { kind, earlier, next: kind.earlier[index + 1]?.version ?? kind.version };
    }
  }
}
