import type { AnyActorRef, EventObject } from 'xstate';
import { show } from '../base/show.ts';
import type { Transitions } from '../xstate/decidingMachine.ts';
import type { Host } from '../xstate/host/host.ts';
import type { ActorKind } from './actorKind.ts';

/**
 * Sees what the actors of an engine do. Its members are called in the middle of turns, with the actors themselves, which they
 * must not change.
 */
export interface ActorWatch {
  /** A message goes to an actor. @param source its sender; undefined if it comes from outside of the actor system. */
  sending(source: AnyActorRef | undefined, target: object): void;
  /** The actor gets an event. Its state is that before, or that while it is busy with another one. */
  received(actor: object, event: EventObject): void;
  /** The actor takes transitions of its chart, microstep by microstep. */
  took?(actor: object, transitions: Transitions): void;
  /** The actor has taken an event, with all effects. */
  stepped(actor: object, event: EventObject): void;
  /** The actor has started. @param isNew false if it comes from its record. */
  started(actor: object, isNew: boolean): void;
  /** The actor is gone, and so is its record: it has no state that is worth keeping. */
  disposed?(kind: ActorKind, name: string): void;
}

/** The watches of the actors of one engine. While there are none, they cost one comparison at each of the moments. */
export class ActorWatches implements ActorWatch {
  /** True when there is a watch. To be checked before calling a member of {@link ActorWatch}. */
  isWatched = false;
  readonly #host: Pick<Host, 'onStep' | 'onTransitions'>;
  #watches: readonly ActorWatch[] = [];

  constructor(host: Pick<Host, 'onStep' | 'onTransitions'>) {
    this.#host = host;
  }

  /** @returns a function that removes the watch. */
  add(watch: ActorWatch): () => void {
    this.#set([...this.#watches, watch]);
    return () => this.#set(this.#watches.filter((other) => other !== watch));
  }

  sending(source: AnyActorRef | undefined, target: object): void {
    this.#each((watch) => watch.sending(source, target));
  }

  received(actor: object, event: EventObject): void {
    this.#each((watch) => watch.received(actor, event));
  }

  took(actor: object, transitions: Transitions): void {
    this.#each((watch) => watch.took?.(actor, transitions));
  }

  stepped(actor: object, event: EventObject): void {
    this.#each((watch) => watch.stepped(actor, event));
  }

  started(actor: object, isNew: boolean): void {
    this.#each((watch) => watch.started(actor, isNew));
  }

  disposed(kind: ActorKind, name: string): void {
    this.#each((watch) => watch.disposed?.(kind, name));
  }

  #set(watches: readonly ActorWatch[]): void {
    this.#watches = watches;
    this.isWatched = watches.length > 0;
    this.#host.onStep = this.isWatched ? (actor, event) => this.stepped(actor, event) : undefined;
    const wantsTransitions = watches.some(({ took }) => took !== undefined);
    this.#host.onTransitions = wantsTransitions ? (actor, list) => this.took(actor, list) : undefined;
  }

  /** What a watch throws has no effect on the turn. */
  #each(call: (watch: ActorWatch) => void): void {
    for (const watch of this.#watches) {
      try {
        call(watch);
      } catch (error) {
        process.emitWarning(`a watch of the actors threw: ${show(error)}`);
      }
    }
  }
}
