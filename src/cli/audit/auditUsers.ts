import { userRecord } from '../../schema/user.ts';
import type { AuditRun } from './auditRun.ts';

/** Users stand under their own ids. @returns how many users there are. */
export function auditUsers(run: AuditRun): number {
  let users = 0;
  for (const { key, value } of run.entries(userRecord)) {
    users++;
    if (value.userId !== key[1]) run.report(`the user ${key[1]} says to be ${value.userId}`);
  }
  return users;
}
