import type { AnyStateMachine } from 'xstate';
import type { ServiceActor } from '../xstate/host/serviceActor.ts';

/** The chart of a service: the one of several services may be the same. Undefined for a service that has none. */
export function chartOfService({ logic }: ServiceActor): AnyStateMachine | undefined {
  return 'config' in logic ? (logic as unknown as AnyStateMachine) : undefined;
}
