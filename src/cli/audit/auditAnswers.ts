import * as check from '../../base/check.ts';
import { list, members } from '../../schema/shape.ts';
import type { AuditRun } from './auditRun.ts';

/** Answers that are repeated for an idempotency key name orders. @returns how many there are. */
export function auditAnswers(run: AuditRun): number {
  let answers = 0;
  for (const { key, value: orderId } of run.entries('answer', readAnswer)) {
    answers++;
    if (orderId === undefined) continue;
    const exists = run.keysOf('order', orderId).length > 0;
    const [, userId, name] = key;
    if (!exists) {
      run.report(`the answer to ${name} of ${userId} names order ${orderId}, which does not exist`);
    }
  }
  return answers;
}

/** @returns the order that it names, or undefined if it is a refusal. */
function readAnswer(text: string): string | undefined {
  const [at, given] = list('answer', JSON.parse(text));
  check.count('at', at);
  const outcome = members('outcome', given);
  if (outcome.refusal === undefined) return check.id('orderId', outcome.orderId);
  check.text('refusal.code', members('refusal', outcome.refusal).code);
  return undefined;
}
