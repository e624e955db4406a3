import type { AnyActorRef } from 'xstate';

type AnySystem = AnyActorRef['system'];

/** The actor system of a shop, which tells its charts the time. */
export type TimedSystem = AnySystem & {
  /** Epoch milliseconds: the time of the present turn. */
  now?(): number;
};

/**
 * The time of a shop, for the delays of its charts: a deadline in the context, less this, is what is left
 * of it. Epoch milliseconds; undefined in a system of plain XState, which has no time.
 *
 * @example
 * delays: { reminder: ({ context, system }) => context.remindAt - (timeOf(system) ?? Date.now()) }
 */
export function timeOf(system: AnySystem): number | undefined {
  return (system as TimedSystem).now?.();
}
