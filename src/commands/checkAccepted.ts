import {
  type AnyMachineSnapshot,
  type AnyTransitionDefinition,
  type EventObject,
  getNextTransitions,
} from 'xstate';
import type { Refusal } from '../../machines/index.ts';
import { stateName } from '../runtime/stateName.ts';

/**
 * Asks the chart itself whether it accepts the event now: XState drops one that it does not accept
 * without a word. An actor that has ended accepts nothing, whatever its chart says.
 *
 * @throws what a guard of the chart throws. Nothing has changed then.
 */
export function checkAccepted(
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): Refusal | undefined {
  const isOver = snapshot.status !== 'active';
  if (!isOver && snapshot.can(event)) return undefined;
  return {
    code: 'invalid-transition',
    state: stateName(snapshot.value),
    event: event.type,
    allowed: isOver ? [] : acceptedEvents(snapshot),
  };
}

/** Event types that only the engine and XState themselves may send. */
export function isInternal(type: string): boolean {
  return type === '*' || /^(xstate|inventory)\./.test(type);
}

/** The events that a chart may accept in this state, depending on its guards. */
function acceptedEvents(snapshot: AnyMachineSnapshot): string[] {
  // Inner states come first, and what they forbid (`{ 'order.cancel': {} }`) is forbidden.
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

function doesSomething({ target, actions }: AnyTransitionDefinition): boolean {
  return target !== undefined || actions.length > 0;
}
