import { answerRecord } from '../../schema/answer.ts';
import { orderRecords } from '../../schema/order.ts';
import type { AuditRun } from './auditRun.ts';

/** Idempotency answers name existing orders. @returns how many answers there are. */
export function auditAnswers(run: AuditRun): number {
  let answers = 0;
  for (const { key, value } of run.entries(answerRecord)) {
    answers++;
    if ('refusal' in value.outcome) continue;
    const { orderId } = value.outcome;
    const [, userId, name] = key;
    if (run.keyOf(orderRecords, orderId) !== undefined) continue;
    run.report(`the answer to ${name} of ${userId} names order ${orderId}, which does not exist`);
  }
  return answers;
}
