import {
  type Actor,
  type AnyEventObject,
  type AnyStateMachine,
  createMachine,
  type EventObject,
} from 'xstate';
import type { Trace } from './trace.ts';

/** An event, the type of an event without other members, or a number of milliseconds that pass. */
export type Step = AnyEventObject | string | number;

/** Makes a machine of a machine: `compile`, or the identity for comparison. */
export type Maker = (machine: AnyStateMachine) => AnyStateMachine;

export const asItIs: Maker = (machine) => machine;

export interface Kit {
  readonly trace: Trace;
  /** Makes the machines of children. */
  readonly make: Maker;
}

/** A small machine for one feature or one awkward combination, with its steps. */
export interface Chart {
  /** What holds for it: the title of a test. */
  readonly rule: string;
  readonly build: (kit: Kit) => AnyStateMachine;
  readonly steps: readonly Step[];
  /** Called for each run. */
  readonly input?: () => unknown;
  /** The systemIds of actors that record what they get; `probe` if left out. */
  readonly neighbours?: readonly string[];
  /** Adds observers and listeners before the actor starts. */
  readonly wire?: (actor: Actor<AnyStateMachine>, trace: Trace) => void;
}

/** Creates a machine without XState's types, which refuse the charts that are wrong on purpose. */
export function machineOf(config: object, implementations: object = {}): AnyStateMachine {
  return createMachine(config as never, implementations as never);
}

/** A new object each time, since a chart may keep the events that it has seen. */
export function eventOf(step: Exclude<Step, number>): EventObject {
  return typeof step === 'string' ? { type: step } : { ...step };
}

/** All events that the machine may know, and one that it does not know. */
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
