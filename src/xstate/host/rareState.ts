import type { EventObject } from 'xstate';
import type { HostedScope } from './hostedScope.ts';

/** What most hosted actors never have. One object, so that the others keep one empty member. */
export class RareState {
  sessionId: string | undefined = undefined;
  observers: Set<unknown> | undefined = undefined;
  listeners: Map<string, Set<unknown>> | undefined = undefined;
  /** Events that wait until the actor has finished the present one. */
  inbox: EventObject[] | undefined = undefined;
  deferred: (() => void)[] | undefined = undefined;
  scope: HostedScope | undefined = undefined;
  /** The input of an actor that has not started. */
  input: object | undefined = undefined;
  doneEvent: EventObject | undefined = undefined;
}
