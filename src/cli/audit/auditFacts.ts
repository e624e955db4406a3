import * as check from '../../base/check.ts';
import { list, members } from '../../schema/shape.ts';
import type { AuditRun } from './auditRun.ts';

export interface Facts {
  readonly facts: number;
  readonly consumers: number;
}

/** Facts from the oldest that is kept to the last, and who is how far with them. */
export function auditFacts(run: AuditRun, lastSeq: number): Facts {
  const { report } = run;
  let facts = 0;
  let oldest: number | undefined;
  let next = 0;
  for (const { key, value: numbers } of run.entries('fact', readFacts)) {
    const first = Number(key[1]);
    if (oldest === undefined) oldest = first;
    else if (first > next) report(`facts ${next} to ${first - 1} are missing`);
    else if (first < next) report(`fact ${first} is there twice`);
    next = first;
    for (const seq of numbers) {
      if (seq !== next) report(`fact ${next}, in the entry of ${first}, says to be ${seq}`);
      next++;
    }
    facts += numbers.length;
  }
  if (oldest !== undefined && next - 1 !== lastSeq) {
    report(`the last fact is ${next - 1}, but the last turn says ${lastSeq}`);
  }
  return { facts, consumers: auditConsumers(run, { oldest: oldest ?? lastSeq + 1, lastSeq }) };
}

function auditConsumers(
  run: AuditRun,
  { oldest, lastSeq }: { readonly oldest: number; readonly lastSeq: number },
): number {
  let consumers = 0;
  for (const { key, value: position } of run.entries('consumer', readPosition)) {
    consumers++;
    if (position > lastSeq) {
      run.report(`the consumer ${key[1]} has had fact ${position}, but the last is ${lastSeq}`);
    }
    if (position < oldest - 1) {
      const kept = `the oldest that is kept is ${oldest}`;
      run.report(`the consumer ${key[1]} needs fact ${position + 1}, but ${kept}`);
    }
  }
  return consumers;
}

/** @returns the numbers of the facts. */
function readFacts(text: string): number[] {
  const facts = list('facts', JSON.parse(text));
  if (facts.length === 0) throw check.outOfRange('facts', 'one or more', facts);
  return facts.map((given) => {
    const fact = members('fact', given);
    check.text('type', fact.type);
    check.count('at', fact.at);
    return check.quantity('seq', fact.seq);
  });
}

function readPosition(text: string): number {
  return check.count('position', JSON.parse(text));
}
