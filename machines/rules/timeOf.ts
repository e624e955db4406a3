import type { AnyActorRef } from 'xstate';

/** The actor system of a shop, which tells its charts the time. */
export type TimedSystem = AnyActorRef['system'] & {
  /** Epoch milliseconds: the time of the present turn. */
  now?(): number;
};

/**
 * The time of a shop, for the delays of its charts: a deadline in the context, less this, is what is left
 * of it. Epoch milliseconds; undefined in a system of plain XState, which has no time.
 *
 * @param system that of the actor: charts get it as `system` in guards, actions and delays.
 *
 * @example
 * import { setup } from 'xstate';
 *
 * const chart = setup({
 *   types: { context: {} as { remindAt: number } },
 *   delays: { reminder: ({ context, system }) => context.remindAt - (timeOf(system) ?? Date.now()) },
 * });
 */
export function timeOf(system: AnyActorRef['system']): number | undefined {
  return (system as TimedSystem).now?.();
}
