import type { EventObject } from 'xstate';
import type { ActorWatch } from '../../runtime/actorWatches.ts';
import type { Engine } from '../../runtime/engine.ts';
import { LiveActor } from '../../runtime/liveActor.ts';
import { MAX_MESSAGES } from '../limits.ts';
import type { WatchedTurn } from '../watchTypes.ts';
import type { FollowedActors } from './followedActors.ts';

/** Who has sent a message that comes from outside of the actors. */
const OUTSIDE = 'shop';

interface Received {
  readonly source: object | undefined;
  readonly target: object;
  readonly type: string;
}

/**
 * Records the messages of single turns: of one now and then, between which the shop is not watched, or of those of followed
 * actors, from the message on that the first of them gets.
 */
export class TurnTrace implements ActorWatch {
  /** The last turn that has been recorded; null before the first. */
  turn: WatchedTurn | null = null;
  readonly #engine: Engine;
  #followed: FollowedActors | undefined = undefined;
  /** Ends the watch; undefined while there is none. */
  #remove: (() => void) | undefined = undefined;
  #number = 0;
  #at = 0;
  #messages: Received[] = [];
  #omitted = 0;
  #source: object | undefined = undefined;
  #target: object | undefined = undefined;
  /** The actor that has got the last message of the turn. */
  #receiver: object | undefined = undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.next();
  }

  /** Records turns of these actors only; one of any actors if undefined. */
  follow(followed: FollowedActors | undefined): void {
    this.#followed = followed;
    this.#messages = [];
    this.turn = null;
    this.next();
  }

  /** To be called between turns: shows what has been recorded, and records the next turn. */
  next(): void {
    if (!this.#engine.isInTurn) this.#finish();
    this.#remove ??= this.#engine.directory.watches.add(this);
  }

  end(): void {
    this.#remove?.();
    this.#remove = undefined;
  }

  sending(source: object | undefined, target: object): void {
    this.#source = source;
    this.#target = target;
  }

  received(target: object, event: EventObject): void {
    this.#enterTurn();
    const source = this.#target === target ? this.#source : undefined;
    this.#target = undefined;
    const followed = this.#followed;
    if (followed !== undefined && target instanceof LiveActor) followed.received(target);
    // An actor that leaves memory is stopped by the engine.
    if (event.type === 'xstate.stop') return;
    this.#receiver = target;
    this.#add(source, target, event.type);
  }

  stepped(actor: object, event: EventObject): void {
    if (actor instanceof LiveActor) this.#followed?.stepped(actor, event, this.#engine.now());
  }

  started(actor: object, isNew: boolean): void {
    this.#enterTurn();
    if (!isNew) return;
    if (actor instanceof LiveActor) this.#followed?.started(actor, this.#engine.now());
    // It has been made for what another actor was told.
    this.#add(this.#receiver, actor, 'start');
  }

  #add(source: object | undefined, target: object, type: string): void {
    if (!this.#isRecorded(target)) return;
    if (this.#messages.length === MAX_MESSAGES) this.#omitted++;
    else this.#messages.push({ source, target, type });
  }

  #isRecorded(target: object): boolean {
    if (this.#followed === undefined || this.#messages.length > 0) return true;
    return target instanceof LiveActor && this.#followed.has(target.id);
  }

  #enterTurn(): void {
    const number = this.#engine.turnNumber;
    if (number === this.#number) return;
    this.#finish();
    this.#number = number;
    this.#at = this.#engine.now();
    this.#messages = [];
    this.#omitted = 0;
    this.#receiver = undefined;
  }

  #finish(): void {
    const messages = this.#messages;
    const isFollowing = this.#followed !== undefined;
    // A turn of one message says little: it is shown if it is of a followed actor, or if there is no other.
    if (messages.length < (isFollowing || this.turn === null ? 1 : 2)) return;
    const shown = messages.map(({ source, target, type }) => {
      return { from: nameOf(source), to: nameOf(target), type };
    });
    this.turn = { number: this.#number, at: this.#at, messages: shown, omitted: this.#omitted };
    this.#messages = [];
    if (!isFollowing) this.end();
  }
}

/** The id of an actor. Those that an actor has invoked stand under their own. */
function nameOf(actor: object | undefined): string {
  const { id } = Object(actor) as { readonly id?: unknown };
  return typeof id === 'string' ? id : OUTSIDE;
}
