import { consumerRecord } from '../../schema/consumer.ts';
import {
  briefFactRecord,
  type EvictedFacts,
  evictedFactsRecord,
  factRecord,
} from '../../schema/fact.ts';
import type { RecordedFact } from '../../schema/recordedFact.ts';
import type { AuditRun } from './auditRun.ts';

export interface Facts {
  readonly facts: number;
  readonly consumers: number;
}

/** The facts of one record: the number of the first that its key says, and how many they are. */
interface Stretch {
  readonly first: number;
  readonly count: number;
}

/**
 * Facts from the oldest that is kept to the last one, and the positions of consumers. Numbers may be missing
 * between them, since facts of some types are kept briefly: as many as the store says.
 */
export function auditFacts(run: AuditRun, lastSeq: number): Facts {
  const { report } = run;
  const noted = evictedFacts(run);
  let count = 0;
  let oldest: number | undefined;
  let next = 0;
  for (const { first, count: more } of stretches(run)) {
    oldest ??= first;
    const isGap = count > 0 && first > next;
    if (isGap && isWhole(oldest, noted)) report(`facts ${next} to ${first - 1} are missing`);
    if (first < next) report(`fact ${first} is there twice`);
    next = first + more;
    count += more;
  }
  if (oldest !== undefined) {
    if (next - 1 !== lastSeq) {
      report(`the last fact is ${next - 1}, but the last turn says ${lastSeq}`);
    }
    if (!isWhole(oldest, noted)) reportMissing(run, next - 1 - count, noted?.count ?? 0);
  }
  const before = oldest === undefined ? lastSeq : oldest - 1;
  const evictedTo = oldest === undefined ? before : (noted?.upTo ?? before);
  const consumers = auditConsumers(run, { evictedTo, lastSeq });
  return { facts: count, consumers };
}

/** True when all facts from the oldest one on have to be there. */
function isWhole(oldest: number, noted: EvictedFacts | undefined): boolean {
  return noted === undefined || noted.count === oldest - 1;
}

/** The records of facts, in the order of their numbers. */
function* stretches(run: AuditRun): Generator<Stretch> {
  const brief: Stretch[] = [];
  for (const { key, value } of run.entries(briefFactRecord)) {
    brief.push(stretchOf(run, key[2], value));
  }
  brief.sort((a, b) => a.first - b.first);
  let index = 0;
  for (const { key, value } of run.entries(factRecord)) {
    const [, first] = key;
    for (; (brief[index]?.first ?? first) < first; index++) yield brief[index] as Stretch;
    yield stretchOf(run, first, value);
  }
  yield* brief.slice(index);
}

function stretchOf(run: AuditRun, first: number, facts: readonly RecordedFact[]): Stretch {
  for (const [index, { seq }] of facts.entries()) {
    const expected = first + index;
    if (seq !== expected) {
      run.report(`fact ${expected}, in the entry of ${first}, says to be ${seq}`);
    }
  }
  return { first, count: facts.length };
}

/** What the store says of the facts that are gone; undefined if it says nothing. */
function evictedFacts(run: AuditRun): EvictedFacts | undefined {
  for (const { value } of run.entries(evictedFactsRecord)) return value;
  return undefined;
}

/** @param absent how many facts before the last one are not there. @param evicted how many have been evicted. */
function reportMissing({ report }: AuditRun, absent: number, evicted: number): void {
  const missing = absent - evicted;
  if (missing < 0) report(`${evicted} facts are said to be gone, but only ${absent} are`);
  else if (missing > 0)
    report(missing === 1 ? 'a fact is missing' : `${missing} facts are missing`);
}

function auditConsumers(
  run: AuditRun,
  { evictedTo, lastSeq }: { readonly evictedTo: number; readonly lastSeq: number },
): number {
  let consumers = 0;
  for (const { key, value: position } of run.entries(consumerRecord)) {
    const [, name] = key;
    consumers++;
    if (position > lastSeq) {
      run.report(`the consumer ${name} has had fact ${position}, but the last is ${lastSeq}`);
    }
    if (position < evictedTo) {
      const gone = `facts up to ${evictedTo} are gone`;
      run.report(`the consumer ${name} needs fact ${position + 1}, but ${gone}`);
    }
  }
  return consumers;
}
