import { deadLetterRecord, deliveryRecord, retryRecord } from '../../schema/delivery.ts';
import { preferencesRecord } from '../../schema/preferences.ts';
import { pushSubscriptionRecord } from '../../schema/pushSubscription.ts';
import type { AuditRun } from './auditRun.ts';

type Counts = Record<string, number>;

/**
 * What channels have still to deliver, and what users want. A fact is in one place for each channel: open, to be retried, or
 * a dead letter; none lies ahead of the last fact.
 *
 * @param lastSeq the number of the last fact.
 * @returns the numbers of records of each kind that the store has.
 */
export function auditMessages(run: AuditRun, lastSeq: number): Counts {
  const counts: Counts = {};
  const open = auditDeliveries(run, lastSeq, counts);
  const retried = new Set<string>();
  for (const { key, value } of run.entries(retryRecord)) {
    const [, channel, seq] = key;
    count(counts, retryRecord.name);
    const whose = `the message of ${channel} about fact ${seq}`;
    if (value.fact.seq !== seq) run.report(`${whose} has fact ${value.fact.seq}`);
    if (seq > lastSeq) run.report(`${whose} is to be retried, but the last fact is ${lastSeq}`);
    if (open.has(`${channel} ${seq}`)) run.report(`${whose} is to be retried, and open`);
    retried.add(`${channel} ${seq}`);
  }
  for (const { key, value } of run.entries(deadLetterRecord)) {
    const [, channel, seq] = key;
    count(counts, deadLetterRecord.name);
    const whose = `the dead letter of ${channel} about fact ${seq}`;
    if (value.fact.seq !== seq) run.report(`${whose} has fact ${value.fact.seq}`);
    if (seq > lastSeq) run.report(`${whose} lies ahead of the last fact, ${lastSeq}`);
    if (retried.has(`${channel} ${seq}`)) run.report(`${whose} is to be retried, too`);
    if (open.has(`${channel} ${seq}`)) run.report(`${whose} is open, too`);
  }
  auditWishes(run, counts);
  return counts;
}

/** @returns the open facts, each as the channel and the number. */
function auditDeliveries(run: AuditRun, lastSeq: number, counts: Counts): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { key, value } of run.entries(deliveryRecord)) {
    const [, channel] = key;
    const { readTo, open } = value;
    count(counts, deliveryRecord.name);
    if (readTo > lastSeq) {
      run.report(`the channel ${channel} has read fact ${readTo}, but the last is ${lastSeq}`);
    }
    let before = 0;
    for (const seq of open) {
      if (seq <= before || seq > readTo) {
        run.report(`the channel ${channel} has fact ${seq} open after ${before}, up to ${readTo}`);
      }
      before = seq;
      all.add(`${channel} ${seq}`);
    }
  }
  return all;
}

function auditWishes(run: AuditRun, counts: Counts): void {
  for (const kind of [preferencesRecord, pushSubscriptionRecord]) {
    for (const { key } of run.entries<readonly [string, string], unknown>(kind)) {
      count(counts, kind.name);
      run.expectUser(key[1], `an entry of the ${kind.name}`);
    }
  }
}

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
