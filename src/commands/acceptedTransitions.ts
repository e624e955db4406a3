import {
  type AnyMachineSnapshot,
  type AnyTransitionDefinition,
  type EventObject,
  getNextTransitions,
} from 'xstate';
import type { InvalidTransitionRefusal } from '../../machines/index.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import type { Located } from '../runtime/located.ts';
import { stateName } from '../runtime/stateName.ts';
import type { Transitions } from '../xstate/decidingMachine.ts';

/**
 * The transitions that the chart takes on the event now. An actor that has ended takes none.
 *
 * @returns undefined if the chart does not accept the event; XState would drop it silently.
 * @throws an error of a guard of the chart; nothing has changed then.
 */
export function acceptedTransitions(located: Located, event: EventObject): Transitions | undefined {
  const { status } = located instanceof LiveActor ? located : located.snapshot;
  if (status !== 'active') return undefined;
  const transitions =
    located instanceof LiveActor
      ? located.transitionsFor(event)
      : located.snapshot.machine.getTransitionData(located.snapshot, event as never);
  return transitions?.some(doesSomething) ? transitions : undefined;
}

/** The refusal of an event that the chart does not accept in this state. */
export function invalidTransition(
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): InvalidTransitionRefusal {
  return {
    code: 'invalid-transition',
    state: stateName(snapshot.value),
    event: event.type,
    allowed: snapshot.status === 'active' ? acceptedEvents(snapshot) : [],
  };
}

/** True for event types that only the engine and XState may send. */
export function isInternal(type: string): boolean {
  return type === '*' || /^(xstate|inventory)\./.test(type);
}

/** The events that a chart may accept in this state, depending on its guards. */
function acceptedEvents(snapshot: AnyMachineSnapshot): string[] {
  // Inner states come first: an event that one of them forbids (`{ 'order.cancel': {} }`) is forbidden.
  const decided = new Map<string, boolean>();
  for (const transition of getNextTransitions(snapshot)) {
    const { eventType, guard } = transition;
    if (decided.get(eventType) !== undefined) continue;
    if (doesSomething(transition)) decided.set(eventType, true);
    else if (guard === undefined) decided.set(eventType, false);
  }
  return [...decided]
    .filter(([type, isAccepted]) => isAccepted && type !== '' && !isInternal(type))
    .map(([type]) => type);
}

/** True when the transition has an effect: a forbidden event (`{}`) has none. */
function doesSomething({ target, actions }: AnyTransitionDefinition): boolean {
  return target !== undefined || actions.length > 0;
}
