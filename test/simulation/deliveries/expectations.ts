import assert from 'node:assert/strict';
import type { ChannelStatus } from '../../../src/index.ts';
import {
  deadLetterRecord,
  deliveryRecord,
  type RetryRecord,
  retryRecord,
} from '../../../src/schema/delivery.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import type { SimulatedStore } from '../../../src/testing/simulatedStore.ts';
import type { CommittedFacts, Death } from './committedFacts.ts';
import type { DeliveryJournal } from './deliveryJournal.ts';
import { type ChannelPlan, type DeliveryTerms, deadlineOf, isWanted } from './deliveryTerms.ts';

/** What is known of the deliveries over one channel. */
export interface KnownDeliveries {
  readonly plan: ChannelPlan;
  readonly terms: DeliveryTerms;
  readonly journal: DeliveryJournal;
  readonly committed: CommittedFacts;
}

/** True when the records say that nothing is left to do for the fact. */
export function isDone(store: SimulatedStore, channel: string, seq: number): boolean {
  const progress = deliveryRecord.get(store, deliveryRecord.key(channel));
  if (progress === undefined || seq > progress.readTo || progress.open.includes(seq)) return false;
  return retryOf(store, channel, seq) === undefined;
}

/** What the store says of a message that waits for another attempt, or for one before it; undefined if it does not. */
export function retryOf(
  store: SimulatedStore,
  channel: string,
  seq: number,
): RetryRecord | undefined {
  return retryRecord.get(store, retryRecord.key(channel, seq));
}

/** Expects that what the shop has heard is in its records, once these are written. */
export function expectAcknowledged(
  { plan, journal }: KnownDeliveries,
  store: SimulatedStore,
): void {
  for (const seq of journal.sentInSession) {
    const progress = JSON.stringify(deliveryRecord.get(store, deliveryRecord.key(plan.name)));
    assert(
      isDone(store, plan.name, seq),
      `${plan.name} has delivered ${seq}, but says ${progress}`,
    );
  }
}

/** Expects the numbers of a session, once everything is written. @param deaths those of the session. */
export function expectCounted(
  { journal }: KnownDeliveries,
  status: ChannelStatus,
  deaths: readonly Death[],
): void {
  // These were not called for.
  const uncalled = deaths.filter(({ reason }) => isComposeFault(reason)).length;
  const { sent, retried, failed, underWay } = status;
  const expected = {
    sent: journal.counts.sent,
    retried: journal.counts.others - (deaths.length - uncalled),
    failed: deaths.length,
    underWay: journal.underWay,
  };
  assert.deepEqual({ sent, retried, failed, underWay }, expected, `${status.channel}: its numbers`);
}

/** Expects that a message has become a dead letter for a reason that there is. */
export function expectReason(known: KnownDeliveries, death: Death, now: number): void {
  const { plan, terms, journal, committed } = known;
  const { fact, reason } = death;
  const about = `${plan.name}: dead letter ${fact.seq} (${reason})`;
  const last = journal.messages.get(fact.seq)?.attempts.at(-1);
  // A message that fails alone while others get through is given up, too.
  const isRetried = last?.heard === 'retry' || (last?.heard === 'channel' && last.isAlone);
  if (reason === LATE) {
    const isOver = now - (committed.find(fact.seq)?.time ?? 0) >= deadlineOf(terms, fact);
    // Nobody needs to hear that a cart expires when it has expired.
    assert(isOver || fact.type === 'cart.expiring', `${about} has time left`);
  } else if (isComposeFault(reason)) {
    assert.equal(fact.type, terms.brokenType, about);
  } else if (/given up after \d+ attempts\)$/.test(reason)) {
    assert(isRetried, about);
    // What has failed for all messages does not count against this one.
    const own = journal.ownFailuresOf(fact.seq);
    assert(own >= plan.limits.maxAttempts, `${about} has failed ${own} times by itself`);
  } else if (reason.endsWith('(no time is left for another attempt)')) {
    assert(isRetried, about);
  } else {
    assert.equal(last?.heard, 'failed', about);
  }
}

const LATE = 'its time is over';

function isComposeFault(reason: string): boolean {
  return reason === LATE || /^template '.*' threw: it is broken$/.test(reason);
}

/** Expects that a channel has nothing left to do. */
export function isIdle({ backlog, waiting, underWay, retrying }: ChannelStatus): boolean {
  return backlog + waiting + underWay + retrying === 0;
}

/** Expects that each message was delivered, or is a dead letter. */
export function expectComplete(
  { plan, terms, journal, committed }: KnownDeliveries,
  deadSeqs: ReadonlySet<number>,
): void {
  const lost = committed.facts.filter((fact) => {
    if (!isWanted(terms, plan, fact) || deadSeqs.has(fact.seq)) return false;
    return !journal.wasSent(fact.seq) && !committed.wasUnwanted(plan, fact);
  });
  assert.deepEqual(lost.map(describe), [], `${plan.name} has lost messages`);
}

/** Expects that a closed shop that had nothing left to do has no record that says otherwise. */
export function expectNothingLeft({ plan }: KnownDeliveries, store: SimulatedStore): void {
  const { open } = deliveryRecord.get(store, deliveryRecord.key(plan.name)) ?? {};
  const retries = [...retryRecord.keys(store, { prefix: ['retry', plan.name] })];
  assert.deepEqual({ open, retries }, { open: [], retries: [] }, `${plan.name}: what is left`);
}

/** Expects that the owner was told of all dead letters, when an hour has passed since the last one. */
export function expectOwnerTold({ plan, committed }: KnownDeliveries, store: SimulatedStore): void {
  const told = committed.facts.reduce((sum, fact) => {
    const { type, channel, count } = fact as RecordedFact & { channel?: string; count?: number };
    const isIts = type === 'messages.deadLettered' && channel === plan.name;
    return sum + (isIts ? (count ?? 0) : 0);
  }, 0);
  const unreported = deliveryRecord.get(store, deliveryRecord.key(plan.name))?.unreported ?? 0;
  const deaths = committed.deaths.filter(({ channel, fact }) => {
    return channel === plan.name && fact.type !== 'messages.deadLettered';
  });
  assert.equal(told + unreported, deaths.length, `${plan.name}: dead letters, as they were told`);
  // When all were tried again, there is none to tell of.
  const [letter] = deadLetterRecord.keys(store, { prefix: ['dead', plan.name] });
  if (letter !== undefined) assert.equal(unreported, 0, `${plan.name}: the owner does not know`);
}

function describe({ seq, type }: RecordedFact): string {
  return `${seq} ${type}`;
}
