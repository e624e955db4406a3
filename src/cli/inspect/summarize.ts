import type { StateValue } from 'xstate';
import { ClockJumps } from '../../runtime/clockJumps.ts';
import { stateName } from '../../runtime/stateName.ts';
import type { ActorRecordKinds } from '../../schema/actorRecord.ts';
import { cartRecords } from '../../schema/cart.ts';
import { consumerRecord } from '../../schema/consumer.ts';
import { briefFactRecord, factRecord } from '../../schema/fact.ts';
import type { StoreHead } from '../../schema/head.ts';
import { orderRecords } from '../../schema/order.ts';
import { productRecord } from '../../schema/product.ts';
import type { AnyRecordKind } from '../../schema/record.ts';
import type { RecordedFact } from '../../schema/recordedFact.ts';
import { reviewRecord } from '../../schema/review.ts';
import { stockRecord } from '../../schema/stock.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { RecordTable } from '../../schema/table.ts';
import { type LastTurn, turnRecord } from '../../schema/turn.ts';
import { userRecord } from '../../schema/user.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Key } from '../../store/store.ts';
import type { ActorCounts, Contents } from './contents.ts';
import { RecordCounter } from './recordCounter.ts';
import { WaitingTimers } from './waitingTimers.ts';

export interface SummaryOptions {
  readonly head: StoreHead;
  /** Every kind of record that may be in the store. */
  readonly records: RecordTable;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Counts what is in the store, and what of it cannot be read. */
export function summarize(
  snapshot: Snapshot,
  { head: { format, currency }, records, now }: SummaryOptions,
): Contents {
  const counter = new RecordCounter(snapshot);
  const jumps = new ClockJumps(snapshot);
  const timers = new WaitingTimers(now);
  const last = lastTurn(counter);
  const newest = last?.seq ?? 0;
  const contents = {
    bytes: snapshot.bytes,
    format,
    currency,
    inUseBy: snapshot.writer ?? null,
    entries: snapshot.size,
    log: snapshot.log ?? null,
    turns: { count: last?.number ?? 0, lastAt: last?.at ?? null },
    carts: actorCounts(counter, cartRecords, { timers, jumps }),
    orders: actorCounts(counter, orderRecords, { timers, jumps }),
    products: counter.count(productRecord),
    users: counter.count(userRecord),
    reviews: counter.count(reviewRecord),
    facts: { ...keptFacts(counter), newest },
    consumers: consumersOf(counter, newest),
    stock: stockOf(counter),
    timers: timers.summary(),
    otherRecords: counter.others(records),
  };
  return { ...contents, unreadable: counter.unreadable };
}

function lastTurn(counter: RecordCounter): LastTurn | undefined {
  for (const [, turn] of counter.each(turnRecord)) return turn;
  return undefined;
}

function actorCounts(
  counter: RecordCounter,
  { active, archived }: ActorRecordKinds,
  { timers, jumps }: { readonly timers: WaitingTimers; readonly jumps: ClockJumps },
): ActorCounts {
  const [kind = ''] = archived.prefix;
  const byState = (records: AnyRecordKind<Key, ActorRecord>) => {
    const states: Record<string, number> = {};
    for (const [, { name, snapshot, timers: own, clockOffsetMs }] of counter.each(records)) {
      const state = stateName(snapshot.value as StateValue);
      states[state] = (states[state] ?? 0) + 1;
      for (const { dueAt, event } of own) {
        const since = jumps.offsetMs - clockOffsetMs;
        timers.add({ dueAt: dueAt + since, actor: `${kind}:${name}`, event: event.type });
      }
    }
    return states;
  };
  return { active: byState(active), archived: byState(archived) };
}

function keptFacts(counter: RecordCounter): { kept: number; oldest: number | null } {
  let kept = 0;
  let oldest: number | null = null;
  for (const kind of [factRecord, briefFactRecord]) {
    for (const [key, facts] of counter.each<Key, readonly RecordedFact[]>(kind)) {
      const first = key.at(-1) as number;
      oldest = Math.min(oldest ?? first, first);
      kept += facts.length;
    }
  }
  return { kept, oldest };
}

function consumersOf(counter: RecordCounter, newest: number): Contents['consumers'] {
  return [...counter.each(consumerRecord)].map(([[, name], position]) => {
    return { name, position, behind: newest - position };
  });
}

const UNITS = ['received', 'available', 'held', 'shipped'] as const;

function stockOf(counter: RecordCounter): Contents['stock'] {
  const stock = { received: 0, available: 0, held: 0, shipped: 0, productsSoldOut: 0 };
  for (const [, balances] of counter.each(stockRecord)) {
    for (const balance of balances) {
      for (const kind of UNITS) stock[kind] += balance[kind];
    }
    if (balances.every(({ available }) => available === 0)) stock.productsSoldOut++;
  }
  return stock;
}
