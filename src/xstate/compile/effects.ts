import type { AnyActorRef, EventObject } from 'xstate';
import { type AnyActorSystem, relay } from '../internals.ts';

/** The actor that has taken a step, as its effects see it. */
export interface ActingActor {
  readonly ref: AnyActorRef;
  readonly system: AnyActorSystem;
  emit(event: EventObject): void;
}

/**
 * What a step does outside of its actor, in order, once the actor has its new state, as XState's
 * deferred functions do. The list is used again: its entries are objects that are filled anew.
 */
export class Effects {
  readonly #entries: Effect[] = [];
  #count = 0;

  emit(event: EventObject): void {
    const effect = this.#add('emit');
    effect.event = event;
  }

  send(target: AnyActorRef, event: EventObject): void {
    const effect = this.#add('send');
    effect.target = target;
    effect.event = event;
  }

  /** Sends an event to an actor, or to the acting one, after a delay. */
  schedule(target: AnyActorRef, event: EventObject, delayMs: number, id: string | undefined): void {
    const effect = this.#add('schedule');
    effect.target = target;
    effect.event = event;
    effect.delayMs = delayMs;
    effect.id = id;
  }

  cancel(id: string): void {
    this.#add('cancel').id = id;
  }

  /** Calls a function that XState's own code has deferred. */
  call(run: () => void): void {
    this.#add('call').call = run;
  }

  /** Runs all effects, those that are added meanwhile too. */
  run(actor: ActingActor): void {
    for (let index = 0; index < this.#count; index++) {
      run(this.#entries[index] as Effect, actor);
    }
  }

  clear(): void {
    for (let index = 0; index < this.#count; index++) (this.#entries[index] as Effect).clear();
    this.#count = 0;
  }

  #add(kind: Effect['kind']): Effect {
    if (this.#count === this.#entries.length) this.#entries.push(new Effect());
    const effect = this.#entries[this.#count++] as Effect;
    effect.kind = kind;
    return effect;
  }
}

class Effect {
  kind: 'emit' | 'send' | 'schedule' | 'cancel' | 'call' = 'emit';
  target: AnyActorRef | undefined = undefined;
  event: EventObject | undefined = undefined;
  delayMs = 0;
  id: string | undefined = undefined;
  call: (() => void) | undefined = undefined;

  /** So that it keeps nothing until it is used again. */
  clear(): void {
    this.target = undefined;
    this.event = undefined;
    this.id = undefined;
    if (this.call !== undefined) this.call = undefined;
  }
}

function run({ kind, target, event, delayMs, id, call }: Effect, actor: ActingActor): void {
  if (kind === 'emit') {
    actor.emit(event as EventObject);
  } else if (kind === 'send') {
    const { ref, system } = actor;
    relay(system, ref, target as AnyActorRef, withSender(event as EventObject, ref));
  } else if (kind === 'schedule') {
    const { ref, system } = actor;
    system.scheduler.schedule(ref, target as AnyActorRef, event as EventObject, delayMs, id);
  } else if (kind === 'cancel') {
    actor.system.scheduler.cancel(actor.ref, id as string);
  } else {
    call?.();
  }
}

/** An error that is sent as `xstate.error` reaches its receiver as one of the sender. */
function withSender(event: EventObject, sender: AnyActorRef): EventObject {
  if (event.type !== 'xstate.error') return event;
  const { id } = sender;
  const { data } = event as EventObject & { readonly data?: unknown };
  return { type: `xstate.error.actor.${id}`, error: data, actorId: id } as EventObject;
}
