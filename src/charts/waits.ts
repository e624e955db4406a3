import type { AnyActorLogic, AnyStateMachine, AnyStateNode } from 'xstate';

/** A delayed transition (`after`) of a state, or several with one delay. */
export interface DelayedTransition {
  /** The type of the event that takes it, which is also the id of its timer. */
  readonly event: string;
  /** The milliseconds, or the name of the delay, as they stand in the chart. */
  readonly delay: string;
  /**
   * True when the chart may stay in the state although the event has been taken: a guard may have
   * refused it, or the transition has no target. A state can then be active without the timer.
   */
  readonly mayStay: boolean;
}

/** The delayed transitions of one state, one for each delay. */
export function delayedTransitions({ after }: AnyStateNode): DelayedTransition[] {
  const found = new Map<string, DelayedTransition>();
  for (const { eventType: event, delay, guard, target } of after) {
    const mayStay = guard !== undefined || target === undefined;
    const before = found.get(event);
    if (before === undefined) found.set(event, { event, delay: String(delay), mayStay });
    else if (mayStay) found.set(event, { ...before, mayStay });
  }
  return [...found.values()];
}

/** True for the type of an event that takes a delayed transition. */
export function isDelayedEvent(type: string): boolean {
  return type.startsWith('xstate.after.');
}

/** True when the delay of the event has this name, or this number of milliseconds. */
export function isOfDelay(event: string, delay: string): boolean {
  return event.startsWith(`xstate.after.${delay}.`);
}

/**
 * The milliseconds of a delay in a chart.
 *
 * @param delay as in {@link DelayedTransition}. A function gets the context, no event of the chart, and a system
 * that only tells the time: it is called long after the state was entered.
 * @param at when the state was entered, epoch milliseconds.
 * @throws Error if there is no such delay, it is no number, or its function throws.
 */
export function delayMs(
  machine: AnyStateMachine,
  delay: string,
  { context, at }: { readonly context: unknown; readonly at: number },
): number {
  const named: unknown = machine.implementations.delays[delay] ?? Number(delay);
  const event = { type: 'xstate.init' };
  const system = { now: () => at };
  const delayMs: unknown =
    typeof named === 'function' ? named({ context, event, system }, undefined) : named;
  if (typeof delayMs === 'number' && !Number.isNaN(delayMs)) return Math.max(0, delayMs);
  throw new Error(`expected a number of milliseconds, got ${String(delayMs)}`);
}

/** An actor that a state invokes. */
export interface Invocation {
  readonly id: string;
  /** The name of its logic. XState names inline logic after its place. */
  readonly src: string;
  readonly systemId: string | undefined;
  /** True when the state handles the snapshots of the actor. */
  readonly syncSnapshot: boolean;
  /** The input, or a function that makes it. */
  readonly input: unknown;
}

export function invocations({ invoke }: AnyStateNode): Invocation[] {
  return invoke.map(({ id, src, systemId, input, onSnapshot }) => ({
    id,
    src: src as string,
    systemId,
    syncSnapshot: onSnapshot !== undefined,
    input,
  }));
}

/**
 * What two invocations have in common when only the id of the chart is another one: the name of the logic, or
 * the place of inline logic among the invocations of its state.
 */
export function sourceName(src: string): string {
  return INLINE_SOURCE.exec(src)?.[1] ?? src;
}

const INLINE_SOURCE = /^xstate\.invoke\.(\d+)\.(.*)$/s;

/** The logic that a chart has under a name; undefined if it has none. */
export function actorLogic(machine: AnyStateMachine, src: string): AnyActorLogic | undefined {
  const [, index, nodeId] = INLINE_SOURCE.exec(src) ?? [];
  if (index === undefined || nodeId === undefined) {
    return machine.implementations.actors[src] as AnyActorLogic | undefined;
  }
  try {
    const { invoke } = machine.getStateNodeById(nodeId).config;
    const invoked = ([invoke].flat() as readonly { readonly src?: unknown }[])[Number(index)];
    return typeof invoked?.src === 'object' ? (invoked.src as AnyActorLogic) : undefined;
  } catch {
    return undefined;
  }
}
