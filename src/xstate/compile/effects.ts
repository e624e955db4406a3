import type { AnyActorRef, EventObject } from 'xstate';
import { type AnyActorSystem, relay } from '../internals.ts';

/** The actor that has taken a step, as its effects see it. */
export interface ActingActor {
  readonly ref: AnyActorRef;
  readonly system: AnyActorSystem;
  emit(event: EventObject): void;
}

/**
 * What a step does outside of its actor. Effects run in order once the actor has its new state, as
 * XState's deferred functions do. They are a linked list: most steps have one or two.
 */
export abstract class Effect {
  next: Effect | undefined = undefined;
  abstract run(actor: ActingActor): void;
}

export class Emit extends Effect {
  readonly event: EventObject;

  constructor(event: EventObject) {
    super();
    this.event = event;
  }

  run(actor: ActingActor): void {
    actor.emit(this.event);
  }
}

export class Send extends Effect {
  readonly target: AnyActorRef;
  readonly event: EventObject;

  constructor(target: AnyActorRef, event: EventObject) {
    super();
    this.target = target;
    this.event = event;
  }

  run({ ref, system }: ActingActor): void {
    relay(system, ref, this.target, withSender(this.event, ref));
  }
}

/** An error that is sent as `xstate.error` reaches its receiver as one of the sender. */
function withSender(event: EventObject, { id }: AnyActorRef): EventObject {
  if (event.type !== 'xstate.error') return event;
  const { data } = event as EventObject & { readonly data?: unknown };
  return { type: `xstate.error.actor.${id}`, error: data, actorId: id } as EventObject;
}

/** Sends an event to an actor, or to the acting one, after a delay. */
export class Schedule extends Effect {
  readonly target: AnyActorRef;
  readonly event: EventObject;
  readonly delayMs: number;
  readonly id: string | undefined;

  constructor(target: AnyActorRef, event: EventObject, delayMs: number, id: string | undefined) {
    super();
    this.target = target;
    this.event = event;
    this.delayMs = delayMs;
    this.id = id;
  }

  run({ ref, system }: ActingActor): void {
    system.scheduler.schedule(ref, this.target, this.event, this.delayMs, this.id);
  }
}

export class Cancel extends Effect {
  readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }

  run({ ref, system }: ActingActor): void {
    system.scheduler.cancel(ref, this.id);
  }
}

/** A function that XState's own code has deferred. */
export class Call extends Effect {
  readonly #call: () => void;

  constructor(call: () => void) {
    super();
    this.#call = call;
  }

  run(): void {
    this.#call();
  }
}
