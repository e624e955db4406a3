import type { AnyActorRef, EventObject } from 'xstate';
import type {
  ActionArguments,
  CancelAction,
  EmitAction,
  EnqueueAction,
  RaiseAction,
  SendToAction,
} from '../internals.ts';
import { parentOf } from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import type { Action } from './actions.ts';
import { assign, assignUpdate } from './assignments.ts';

/**
 * The actions as an unwatched step runs them: what `resolve` and `execute` of XState's own do, without
 * a list of results, a bound function and a deferred one for each. The errors are XState's.
 *
 * @param args for the functions of the action; the step itself for an action that keeps nothing.
 */
export function runDirectly(
  action: Action,
  on: ActionContext,
  args: ActionArguments,
  params: unknown,
): void {
  const { kind, type, implementation } = action;
  if (kind === 'custom') {
    // As XState calls it: as a method.
    if (typeof implementation === 'function') implementation.call(action, args, params);
    else if (implementation) on.execute({ type, info: args, params, exec: implementation });
  } else if (kind === 'assign') {
    assign(action, on, params);
  } else if (kind === 'enqueue') {
    DIRECT.collect(implementation as EnqueueAction, on);
  } else if (kind === 'emit') {
    const { event } = implementation as EmitAction;
    on.effects.emit(resolve(event, args, params) as EventObject);
  } else if (kind === 'sendTo') {
    send(implementation as SendToAction, on, args, params);
  } else if (kind === 'raise') {
    raise(implementation as RaiseAction, on, args, params);
  } else {
    const { sendId } = implementation as CancelAction;
    on.effects.cancel(resolve(sendId, args, params) as string);
  }
}

/**
 * The enqueuer for callbacks that keep nothing: it runs each action at once, which is the same, since
 * such a callback sees neither the state nor its arguments again.
 */
class DirectEnqueuer {
  #on: ActionContext | undefined = undefined;

  collect({ collect }: EnqueueAction, on: ActionContext): void {
    this.#on = on;
    collect(on, undefined);
  }

  assign(update: object): void {
    assignUpdate(this.#on as ActionContext, update);
  }

  emit(event: EventObject): void {
    (this.#on as ActionContext).effects.emit(event);
  }

  sendTo(to: unknown, event: unknown, { id, delay }: Partial<SendToAction> = {}): void {
    const on = this.#on as ActionContext;
    send({ to, event, id, delay }, on, on, undefined);
  }

  raise(event: unknown, { id, delay }: Partial<RaiseAction> = {}): void {
    const on = this.#on as ActionContext;
    raise({ event, id, delay }, on, on, undefined);
  }

  cancel(id: string): void {
    (this.#on as ActionContext).effects.cancel(id);
  }
}

export const DIRECT = new DirectEnqueuer();

function send(
  { to, event, delay, id }: SendToAction,
  on: ActionContext,
  args: ActionArguments,
  params: unknown,
): void {
  if (typeof event === 'string') {
    throw new Error(
      `Only event objects may be used with sendTo; use sendTo({ type: "${event}" }) instead`,
    );
  }
  const sent = resolve(event, args, params) as EventObject;
  const delayMs = delayOf(delay, on, args, params);
  const target = targetOf(resolve(to, args, params), on);
  if (typeof delayMs === 'number') {
    on.effects.schedule(target, sent, delayMs, id as string | undefined);
  } else {
    on.effects.send(target, sent);
  }
}

function raise(
  { event, delay, id }: RaiseAction,
  on: ActionContext,
  args: ActionArguments,
  params: unknown,
): void {
  if (typeof event === 'string') {
    throw new Error(
      `Only event objects may be used with raise; use raise({ type: "${event}" }) instead`,
    );
  }
  const raised = resolve(event, args, params) as EventObject;
  const delayMs = delayOf(delay, on, args, params);
  if (typeof delayMs === 'number') {
    on.effects.schedule(on.self, raised, delayMs, id as string | undefined);
  } else {
    on.queue.push(raised);
  }
}

type Expression = (args: ActionArguments, params: unknown) => unknown;

function resolve(given: unknown, args: ActionArguments, params: unknown): unknown {
  return typeof given === 'function' ? (given as Expression)(args, params) : given;
}

/** The delay in milliseconds: given as such, by an expression, or by the name of either. */
function delayOf(
  delay: unknown,
  { machine }: ActionContext,
  args: ActionArguments,
  params: unknown,
): unknown {
  if (delay === undefined) return undefined;
  if (typeof delay !== 'string') return resolve(delay, args, params);
  const delays = machine.implementations.delays as Record<string, unknown> | undefined;
  return resolve(delays?.[delay], args, params);
}

/** @throws Error if there is no such actor. */
function targetOf(to: unknown, on: ActionContext): AnyActorRef {
  if (typeof to !== 'string') return (to as AnyActorRef | undefined) || on.self;
  let target: AnyActorRef | undefined;
  if (to === '#_parent') target = parentOf(on.self);
  else if (to === '#_internal') target = on.self;
  else target = on.children[to.startsWith('#_') ? to.slice(2) : to];
  if (target !== undefined) return target;
  throw new Error(`Unable to send event to actor '${to}' from machine '${on.machine.id}'.`);
}
