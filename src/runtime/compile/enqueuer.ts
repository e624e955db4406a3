import { cancel, emit, raise, sendParent, sendTo, spawnChild, stopChild } from 'xstate';
import { Action } from './actions.ts';
import type { ActionReference, BuiltinAction } from './internals.ts';

/** What `enqueueActions` has collected: ready to be done, or still to be looked up. */
export type Collected = Action | ActionReference;

const EMIT = emit({ type: '' }) as unknown as BuiltinAction;
const SEND_TO = sendTo('', { type: '' }) as unknown as BuiltinAction;

interface SendOptions {
  readonly id?: unknown;
  readonly delay?: unknown;
}

/**
 * The function that `enqueueActions` hands out, with its members. Of the three commonest actions it
 * makes records, where XState makes functions with members of their own.
 */
export function enqueuer(collected: Collected[]) {
  const add = (action: Collected) => {
    collected.push(action);
  };
  /** @param create one of XState's; their parameters' types depend on the chart. */
  const adder =
    (create: (...args: never[]) => unknown) =>
    (...args: unknown[]) =>
      add(create(...(args as never[])) as ActionReference);
  return Object.assign((action: ActionReference) => add(action), {
    assign: (assignment: unknown) =>
      add(new Action('assign', { type: 'xstate.assign', implementation: { assignment } })),
    emit: (event: unknown) => {
      const { type, resolve, execute } = EMIT;
      add(new Action('plain', { type, implementation: { type, event, resolve, execute } }));
    },
    sendTo: (to: unknown, event: unknown, options?: SendOptions) => {
      const { type, resolve, execute } = SEND_TO;
      const { id, delay } = options ?? {};
      const implementation = { type, to, event, id, delay, resolve, execute };
      add(new Action('plain', { type, implementation }));
    },
    raise: adder(raise),
    cancel: adder(cancel),
    sendParent: adder(sendParent),
    spawnChild: adder(spawnChild),
    stopChild: adder(stopChild),
  });
}
