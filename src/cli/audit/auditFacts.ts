import { consumerRecord } from '../../schema/consumer.ts';
import { factRecord } from '../../schema/fact.ts';
import type { AuditRun } from './auditRun.ts';

export interface Facts {
  readonly facts: number;
  readonly consumers: number;
}

/** Facts from the oldest that is kept to the last one, and the positions of consumers. */
export function auditFacts(run: AuditRun, lastSeq: number): Facts {
  const { report } = run;
  let count = 0;
  let oldest: number | undefined;
  let next = 0;
  for (const { key, value: facts } of run.entries(factRecord)) {
    const [, first] = key;
    if (oldest === undefined) oldest = first;
    else if (first > next) report(`facts ${next} to ${first - 1} are missing`);
    else if (first < next) report(`fact ${first} is there twice`);
    next = first;
    for (const { seq } of facts) {
      if (seq !== next) report(`fact ${next}, in the entry of ${first}, says to be ${seq}`);
      next++;
    }
    count += facts.length;
  }
  if (oldest !== undefined && next - 1 !== lastSeq) {
    report(`the last fact is ${next - 1}, but the last turn says ${lastSeq}`);
  }
  const consumers = auditConsumers(run, { oldest: oldest ?? lastSeq + 1, lastSeq });
  return { facts: count, consumers };
}

function auditConsumers(
  run: AuditRun,
  { oldest, lastSeq }: { readonly oldest: number; readonly lastSeq: number },
): number {
  let consumers = 0;
  for (const { key, value: position } of run.entries(consumerRecord)) {
    const [, name] = key;
    consumers++;
    if (position > lastSeq) {
      run.report(`the consumer ${name} has had fact ${position}, but the last is ${lastSeq}`);
    }
    if (position < oldest - 1) {
      const kept = `the oldest that is kept is ${oldest}`;
      run.report(`the consumer ${name} needs fact ${position + 1}, but ${kept}`);
    }
  }
  return consumers;
}
