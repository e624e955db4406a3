import { toError } from '../base/toError.ts';
import { UserCodeError } from '../base/userCodeError.ts';
import { guardFaultOf } from '../xstate/compile/guardFaults.ts';
import type { ActorKind } from './actorKind.ts';

/** The error to report when an actor has failed: that of a custom chart is the user's, and names the actor. */
export function chartFault(
  { kind, name }: { readonly kind: ActorKind; readonly name: string },
  error: unknown,
): unknown {
  const { ownChart } = kind;
  if (ownChart === undefined) return error;
  const message = `${ownChart}: ${kind.name} ${name}: ${toError(error).message}`;
  const guardFault = guardFaultOf(error);
  return new UserCodeError(ownChart, message, guardFault === undefined ? error : guardFault.thrown);
}
