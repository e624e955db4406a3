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
  const gaps: Stretch[] = [];
  let count = 0;
  let oldest: number | undefined;
  let next = 0;
  for (const stretch of stretches(run)) {
    const { first } = stretch;
    if (oldest === undefined) oldest = first;
    else if (first > next) gaps.push({ first: next, count: first - next });
    else if (first < next) report(`fact ${first} is there twice`);
    next = first + stretch.count;
    count += stretch.count;
  }
  const before = (oldest ?? lastSeq + 1) - 1;
  const evicted = oldest === undefined ? undefined : evictedFacts(run);
  if (oldest !== undefined) {
    if (next - 1 !== lastSeq) {
      report(`the last fact is ${next - 1}, but the last turn says ${lastSeq}`);
    }
    const absent = next - 1 - count;
    reportMissing(run, { gaps, before, absent, evicted: evicted?.count ?? before });
  }
  const consumers = auditConsumers(run, { evictedTo: evicted?.upTo ?? before, lastSeq });
  return { facts: count, consumers };
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

interface Missing {
  /** The numbers that are missing between facts. */
  readonly gaps: readonly Stretch[];
  /** How many facts before the oldest one are not there, and how many are not there in all. */
  readonly before: number;
  readonly absent: number;
  /** How many facts have been evicted. */
  readonly evicted: number;
}

function reportMissing({ report }: AuditRun, { gaps, before, absent, evicted }: Missing): void {
  const missing = absent - evicted;
  if (missing === 0) return;
  if (missing < 0) report(`${evicted} facts are said to be gone, but only ${absent} are`);
  else if (evicted === before) {
    // None of them was evicted.
    for (const { first, count } of gaps) {
      report(`facts ${first} to ${first + count - 1} are missing`);
    }
  } else report(missing === 1 ? 'a fact is missing' : `${missing} facts are missing`);
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
