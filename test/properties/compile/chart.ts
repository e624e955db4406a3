import {
  type Actor,
  type AnyEventObject,
  type AnyStateMachine,
  createMachine,
  type EventObject,
} from 'xstate';
import type { Trace } from './trace.ts';

/** An event, the type of an event without anything else, or so many milliseconds that pass. */
export type Step = AnyEventObject | string | number;

/** Makes a machine of a machine: `compile`, or nothing at all for comparison. */
export type Maker = (machine: AnyStateMachine) => AnyStateMachine;

export const asItIs: Maker = (machine) => machine;

export interface Kit {
  readonly trace: Trace;
  /** For machines within the machine: those of its children. */
  readonly make: Maker;
}

/** A small machine about one feature or one awkward mix, with what happens to it. */
export interface Chart {
  /** What holds for it, to stand as the title of a test. */
  readonly rule: string;
  readonly build: (kit: Kit) => AnyStateMachine;
  readonly steps: readonly Step[];
  /** Made anew for each run. */
  readonly input?: () => unknown;
  /** By their systemId: actors who hear what is sent to them; \`probe\` if left out. */
  readonly neighbours?: readonly string[];
  /** Adds observers and listeners before the actor starts. */
  readonly wire?: (actor: Actor<AnyStateMachine>, trace: Trace) => void;
}

/** Many charts are wrong on purpose: XState's types would not have them. */
export function machineOf(config: object, implementations: object = {}): AnyStateMachine {
  return createMachine(config as never, implementations as never);
}

/** A new object each time: a chart may remember those that it has seen. */
export function eventOf(step: Exclude<Step, number>): EventObject {
  return typeof step === 'string' ? { type: step } : { ...step };
}

/** All events that could mean something to the machine, and one that should mean nothing. */
export function eventsOf(machine: AnyStateMachine, steps: readonly Step[]): EventObject[] {
  const types = machine.events.map((type: string) => type.replace(/\*$/, 'else'));
  const events = steps.filter((step) => typeof step !== 'number').map(eventOf);
  const known = new Set(events.map(({ type }) => type));
  const further = [...new Set([...types, 'unknown'])].filter((type) => !known.has(type));
  const own = events.filter(
    (event, index) => events.findIndex(({ type }) => type === event.type) === index,
  );
  return [...own, ...further.map((type) => ({ type }))];
}
