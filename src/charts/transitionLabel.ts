import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { guardsIn } from '../xstate/internals.ts';
import { actionNames, transitionsOf } from './graph.ts';
import { type Invocation, invocations, isDelayedEvent } from './waits.ts';

/** What a drawing says about a transition: `event [guard] / actions`. */
export function transitionLabel(transition: AnyTransitionDefinition): string {
  return withActions(triggerLabel(transition), actionNames(transition.actions));
}

/** What takes a transition: `event [guard]`. `[else]` marks one that is taken when no guard holds. */
export function triggerLabel(transition: AnyTransitionDefinition): string {
  const { source, eventType, guard } = transition;
  const name = eventName(transition);
  if (guard !== undefined) return `${name} [${guardName(guard)}]`;
  const hasGuardedSibling = transitionsOf(source).some(
    (other) => other.eventType === eventType && other.guard,
  );
  return hasGuardedSibling ? `${name} [else]` : name;
}

/** `label / a, b`, or only the label when there are no actions. */
export function withActions(label: string, actions: readonly string[]): string {
  return actions.length === 0 ? label : `${label} / ${actions.join(', ')}`.trim();
}

/** XState's event types in words: `after cartExpiry`, `after 15 min`, `done`, `always`. */
export function eventName({ source, eventType }: AnyTransitionDefinition): string {
  if (eventType === '') return 'always';
  if (eventType.startsWith('xstate.done.state.')) return 'done';
  const end = `.${source.id}`;
  if (isDelayedEvent(eventType) && eventType.endsWith(end)) {
    return `after ${delayName(eventType.slice(AFTER.length, -end.length))}`;
  }
  const [, ending, snapshot, actorId = ''] = ACTOR_EVENT.exec(eventType) ?? [];
  const moment = ending ?? snapshot;
  return moment === undefined ? eventType : `${moment} ${invokedName(source, actorId)}`;
}

const AFTER = 'xstate.after.';
const ACTOR_EVENT = /^xstate\.(?:(done|error)\.actor|(snapshot))\.(.+)$/s;

/** The actor with this id that the state invokes, as a drawing calls it. */
function invokedName(source: AnyStateNode, id: string): string {
  const invoked = invocations(source).find((each) => each.id === id);
  return invoked === undefined ? id : invocationName(source, invoked);
}

/** The id of an invoked actor, or the name of its logic where XState has made the id. */
export function invocationName(source: AnyStateNode, { id, src }: Invocation): string {
  const isGenerated = id.endsWith(`.${source.id}`);
  if (!isGenerated) return id;
  // Logic that stands in the chart itself has a generated name, too.
  return src.startsWith('xstate.invoke.') ? 'actor' : src;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** The name of a delay; milliseconds in the largest unit in which they are a whole number. */
function delayName(delay: string): string {
  const ms = Number(delay);
  if (delay === '' || Number.isNaN(ms)) return delay;
  const [unit, size] = UNITS.find(([, size]) => ms > 0 && ms % size === 0) ?? ['ms', 1];
  return `${ms / size} ${unit}`;
}

/** The name of a guard; `not`, `and` and `or` with the guards that they combine. */
function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type);
  if (typeof guard !== 'function') return 'guard';
  const operands = guardsIn(guard).map(operandName);
  if (operands.length === 0) return guard.name === '' ? 'guard' : guard.name;
  return guard.name === 'not' ? `not ${operands[0]}` : operands.join(` ${guard.name} `);
}

function operandName(guard: unknown): string {
  const isCombined = typeof guard === 'function' && guardsIn(guard).length > 1;
  return isCombined ? `(${guardName(guard)})` : guardName(guard);
}
