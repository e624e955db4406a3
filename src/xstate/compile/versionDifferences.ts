import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  createActor,
  createMachine,
  fromTransition,
  initialTransition,
  transition,
} from 'xstate';

/*
 * Differences between the versions of XState in the peer range. Each is detected by trying it once,
 * since XState does not export its version. A compiled machine thus does what the installed XState
 * does.
 */

/** True when wildcards of a state are tried after its transitions for the event; since 5.32.2. */
export const TRIES_WILDCARDS_AFTER_EXACT = triesWildcardsAfterExact();

/** True when a failed start returns a snapshot with the error; before 5.32.6 it throws. */
export const RETURNS_ERRORS_AT_START = returnsErrorsAtStart();

/** True when a machine that ends because a child has failed stops its children; since 5.33.3. */
export const STOPS_CHILDREN_ON_ERROR = stopsChildrenOnError();

function triesWildcardsAfterExact(): boolean {
  const machine = createMachine({ on: { a: { guard: () => false }, '*': {} } });
  const snapshot = machine.resolveState({ value: {} });
  return machine.getTransitionData(snapshot, { type: 'a' }).length > 0;
}

function returnsErrorsAtStart(): boolean {
  const machine = createMachine({
    context: () => {
      throw new Error('expected');
    },
  });
  try {
    initialTransition(machine);
    return true;
  } catch {
    return false;
  }
}

function stopsChildrenOnError(): boolean {
  const machine = createMachine({});
  const child: AnyActorRef = createActor(fromTransition((state) => state, null));
  const snapshot = { ...machine.resolveState({ value: {} }), children: { [child.id]: child } };
  const error = { type: `xstate.error.actor.${child.id}`, error: new Error('expected') };
  const [next] = transition(machine, snapshot as never, error as never);
  return Object.keys((next as AnyMachineSnapshot).children).length === 0;
}
