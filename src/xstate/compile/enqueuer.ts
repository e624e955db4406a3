import { cancel, emit, raise, sendParent, sendTo, spawnChild, stopChild } from 'xstate';
import type { ActionReference, BuiltinAction } from '../internals.ts';
import { Action } from './actions.ts';

/** What `enqueueActions` has collected: an action, or a reference that is still to be prepared. */
export type Collected = Action | ActionReference;

const EMIT = emit({ type: '' }) as unknown as BuiltinAction;
const SEND_TO = sendTo('', { type: '' }) as unknown as BuiltinAction;

/** Creates an action from the arguments of a member of the enqueuer. */
type Create = (...args: never[]) => Collected;

/** The three most frequent actions are created as objects; XState creates functions with members. */
const MEMBERS: Readonly<Record<string, Create>> = {
  assign: (assignment: unknown) => new Action('assign', 'xstate.assign', { assignment }),
  emit: (event: unknown) => {
    const { type, resolve, execute } = EMIT;
    return new Action('emit', type, { type, event, resolve, execute });
  },
  sendTo: (
    to: unknown,
    event: unknown,
    { id, delay }: { readonly id?: unknown; readonly delay?: unknown } = {},
  ) => {
    const { type, resolve, execute } = SEND_TO;
    return new Action('sendTo', type, { type, to, event, id, delay, resolve, execute });
  },
  raise: raise as Create,
  cancel: cancel as Create,
  sendParent: sendParent as Create,
  spawnChild: spawnChild as Create,
  stopChild: stopChild as Create,
};

interface Enqueue {
  (action: ActionReference): void;
  collected: Collected[];
}

/** Members are created when they are read: most collections use one of the eight. */
const prototype: object = Object.create(
  Function.prototype,
  Object.fromEntries(
    Object.entries(MEMBERS).map(([name, create]) => [
      name,
      {
        get(this: Enqueue) {
          const { collected } = this;
          return (...args: never[]) => void collected.push(create(...args));
        },
      },
    ]),
  ),
);

/** The function that `enqueueActions` passes to its callback, with its members. */
export function enqueuer(collected: Collected[]): object {
  const enqueue: Enqueue = (action) => {
    collected.push(action);
  };
  enqueue.collected = collected;
  return Object.setPrototypeOf(enqueue, prototype);
}
