import { cancel, emit, raise, sendParent, sendTo, spawnChild, stopChild } from 'xstate';
import { Action } from './actions.ts';
import type { ActionReference, BuiltinAction } from './internals.ts';

/** What `enqueueActions` has collected: ready to be done, or still to be looked up. */
export type Collected = Action | ActionReference;

let collected: Collected[] = [];

const EMIT = emit({ type: '' }) as unknown as BuiltinAction;
const SEND_TO = sendTo('', { type: '' }) as unknown as BuiltinAction;

interface SendOptions {
  readonly id?: unknown;
  readonly delay?: unknown;
}

/**
 * The function that `enqueueActions` hands out. There is one for all, where XState makes nine
 * functions for each call, and of the three commonest actions it makes records instead of
 * functions with members.
 */
const enqueue = Object.assign((action: ActionReference) => void collected.push(action), {
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

/** @param create one of XState's; their parameters' types depend on the chart. */
function adder(create: (...args: never[]) => unknown) {
  return (...args: unknown[]) => add(create(...(args as never[])) as ActionReference);
}

function add(action: Collected): void {
  collected.push(action);
}

/** What `work` enqueues. It may run other actors, which collect for themselves meanwhile. */
export function collect(work: (enqueuer: typeof enqueue) => void): readonly Collected[] {
  const outer = collected;
  const own: Collected[] = [];
  collected = own;
  try {
    work(enqueue);
    return own;
  } finally {
    collected = outer;
  }
}
