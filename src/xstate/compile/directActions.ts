import type { AnyActorRef, EventObject } from 'xstate';
import type {
  ActionArguments,
  CancelAction,
  EmitAction,
  RaiseAction,
  SendToAction,
} from '../internals.ts';
import { parentOf } from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import { Cancel, Emit, Schedule, Send } from './effects.ts';

/** One action that is run, with its arguments. */
export interface Call {
  readonly args: ActionArguments;
  readonly params: unknown;
  readonly on: ActionContext;
}

/**
 * XState's actions as an unwatched step runs them: what `resolve` and `execute` of XState's own do,
 * without a list of results, a bound function and a deferred one for each. The errors are XState's.
 */
export const DIRECT = {
  emit({ event }: EmitAction, call: Call): void {
    call.on.addEffect(new Emit(resolve(event, call) as EventObject));
  },

  sendTo({ to, event, delay, id }: SendToAction, call: Call): void {
    if (typeof event === 'string') {
      throw new Error(
        `Only event objects may be used with sendTo; use sendTo({ type: "${event}" }) instead`,
      );
    }
    const sent = resolve(event, call) as EventObject;
    const delayMs = delayOf(delay, call);
    const target = targetOf(resolve(to, call), call);
    const { on } = call;
    if (typeof delayMs === 'number') {
      on.addEffect(new Schedule(target, sent, delayMs, id as string | undefined));
    } else {
      on.addEffect(new Send(target, sent));
    }
  },

  raise({ event, delay, id }: RaiseAction, call: Call): void {
    if (typeof event === 'string') {
      throw new Error(
        `Only event objects may be used with raise; use raise({ type: "${event}" }) instead`,
      );
    }
    const raised = resolve(event, call) as EventObject;
    const delayMs = delayOf(delay, call);
    const { on } = call;
    if (typeof delayMs === 'number') {
      on.addEffect(new Schedule(on.self, raised, delayMs, id as string | undefined));
    } else {
      on.queue.push(raised);
    }
  },

  cancel({ sendId }: CancelAction, call: Call): void {
    call.on.addEffect(new Cancel(resolve(sendId, call) as string));
  },
};

type Expression = (args: ActionArguments, params: unknown) => unknown;

function resolve(given: unknown, { args, params }: Call): unknown {
  return typeof given === 'function' ? (given as Expression)(args, params) : given;
}

/** The delay in milliseconds: given as such, by an expression, or by the name of either. */
function delayOf(delay: unknown, call: Call): unknown {
  if (delay === undefined) return undefined;
  if (typeof delay !== 'string') return resolve(delay, call);
  const { delays } = call.on.machine.implementations;
  return resolve((delays as Record<string, unknown> | undefined)?.[delay], call);
}

/** @throws Error if there is no such actor. */
function targetOf(to: unknown, { on }: Call): AnyActorRef {
  if (typeof to !== 'string') return (to as AnyActorRef | undefined) || on.self;
  let target: AnyActorRef | undefined;
  if (to === '#_parent') target = parentOf(on.self);
  else if (to === '#_internal') target = on.self;
  else target = on.children[to.startsWith('#_') ? to.slice(2) : to];
  if (target !== undefined) return target;
  throw new Error(`Unable to send event to actor '${to}' from machine '${on.machine.id}'.`);
}
