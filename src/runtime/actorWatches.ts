import type { AnyActorRef, EventObject } from 'xstate';
import { show } from '../base/show.ts';
import type { Host } from '../xstate/host/host.ts';

/**
 * Sees what the actors of an engine do. Its members are called in the middle of turns, with the actors themselves, which they
 * must not change.
 */
export interface ActorWatch {
  /** A message goes to an actor. @param source its sender; undefined if it comes from outside of the actor system. */
  sending(source: AnyActorRef | undefined, target: object): void;
  /** The actor gets an event. Its state is that before, or that while it is busy with another one. */
  received(actor: object, event: EventObject): void;
  /** The actor has taken an event, with all effects. */
  stepped(actor: object, event: EventObject): void;
  /** The actor has started. @param isNew false if it comes from its record. */
  started(actor: object, isNew: boolean): void;
}

/**
 * The watches of the actors of one engine. While there are none, they cost one comparison at each of the moments. What a
 * watch throws has no effect on the turn.
 */
export class ActorWatches implements ActorWatch {
  /** True when there is a watch. To be checked before calling a member of {@link ActorWatch}. */
  isWatched = false;
  readonly #host: Pick<Host, 'onStep'>;
  #watches: readonly ActorWatch[] = [];

  constructor(host: Pick<Host, 'onStep'>) {
    this.#host = host;
  }

  /** @returns a function that removes the watch. */
  add(watch: ActorWatch): () => void {
    this.#set([...this.#watches, watch]);
    return () => this.#set(this.#watches.filter((other) => other !== watch));
  }

  // Each of these is called for each message: a closure that is passed on would be made each time.

  sending(source: AnyActorRef | undefined, target: object): void {
    for (const watch of this.#watches) {
      try {
        watch.sending(source, target);
      } catch (error) {
        warn(error);
      }
    }
  }

  received(actor: object, event: EventObject): void {
    for (const watch of this.#watches) {
      try {
        watch.received(actor, event);
      } catch (error) {
        warn(error);
      }
    }
  }

  stepped(actor: object, event: EventObject): void {
    for (const watch of this.#watches) {
      try {
        watch.stepped(actor, event);
      } catch (error) {
        warn(error);
      }
    }
  }

  started(actor: object, isNew: boolean): void {
    for (const watch of this.#watches) {
      try {
        watch.started(actor, isNew);
      } catch (error) {
        warn(error);
      }
    }
  }

  #set(watches: readonly ActorWatch[]): void {
    this.#watches = watches;
    this.isWatched = watches.length > 0;
    this.#host.onStep = this.isWatched ? (actor, event) => this.stepped(actor, event) : undefined;
  }
}

function warn(error: unknown): void {
  process.emitWarning(`a watch of the actors threw: ${show(error)}`);
}
