import * as check from '../../base/check.ts';
import { members } from '../../schema/shape.ts';
import type { AuditRun } from './auditRun.ts';

/** Users stand under their own ids. @returns how many there are. */
export function auditUsers(run: AuditRun): number {
  let users = 0;
  for (const { key, value: userId } of run.entries('user', readUser)) {
    users++;
    if (userId !== key[1]) run.report(`the user ${key[1]} says to be ${userId}`);
  }
  return users;
}

function readUser(text: string): string {
  const user = members('user', JSON.parse(text));
  check.text('name', user.name);
  check.boolean('member', user.member);
  return check.id('userId', user.userId);
}
