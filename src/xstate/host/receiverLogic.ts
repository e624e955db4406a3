import type { ActorLogic, EventObject, Snapshot } from 'xstate';

/**
 * The logic of an actor that calls a function with each message, and has no state. With `fromTransition` of
 * XState, each message would make a new snapshot.
 */
export function receiverLogic<Event extends EventObject>(
  receive: (event: Event) => void,
): ActorLogic<Snapshot<undefined>, Event> {
  const snapshot: Snapshot<undefined> = Object.freeze({
    status: 'active',
    output: undefined,
    error: undefined,
  });
  return {
    getInitialSnapshot: () => snapshot,
    getPersistedSnapshot: () => snapshot,
    transition(_, event) {
      receive(event);
      return snapshot;
    },
  };
}
