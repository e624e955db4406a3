import { toError } from '../base/toError.ts';
import { UserCodeError } from '../base/userCodeError.ts';
import { guardFaultOf } from '../xstate/compile/guardFaults.ts';
import type { ActorKind } from './actorKind.ts';

/** The error to report when an actor of the kind has failed: that of a custom chart is the user's. */
export function chartFault({ ownChart }: ActorKind, error: unknown): unknown {
  if (ownChart === undefined) return error;
  const message = `${ownChart}: ${toError(error).message}`;
  const guardFault = guardFaultOf(error);
  return new UserCodeError(ownChart, message, guardFault === undefined ? error : guardFault.thrown);
}
