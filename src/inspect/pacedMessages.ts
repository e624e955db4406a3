import type { EventObject, InspectionEvent } from 'xstate';
import { CommandRate } from '../admission/commandRate.ts';
import { CATCH_UP_MS } from './limits.ts';
import type { ShownActor } from './shownActor.ts';

export interface PacedMessagesOptions {
  /** The actor of the shop, in whose context is how much was left out. */
  readonly root: ShownActor;
  /** The most messages a second. */
  readonly rate: number;
  readonly next: (event: InspectionEvent) => void;
}

/** What the state of the shop is shown to have come by. */
const CAUGHT_UP: EventObject = { type: 'statecart.caughtUp' };

/**
 * Sends an inspector as many messages as it can take. What is above is left out, and counted in the context of the shop's
 * own actor. The state of an actor of which something was left out is sent later, so that in the end all states are right.
 */
export class PacedMessages {
  readonly #options: PacedMessagesOptions;
  readonly #rate: CommandRate;
  /** Actors that are to be announced, or whose last state is to be sent, with what makes that state. */
  readonly #later = new Map<ShownActor, () => void>();
  /** True when there were too many messages: nothing is sent until it is made up for what was left out. */
  #isExhausted = false;
  #timer: NodeJS.Timeout | undefined = undefined;
  #leftOut = 0;
  #leftOutShown = 0;

  constructor(options: PacedMessagesOptions) {
    this.#options = options;
    // The messages of an inspection are what the commands of one user are there.
    this.#rate = new CommandRate({ maxPerSecond: options.rate });
  }

  /** True when a message can be sent now, as far as is known. */
  get hasAllowance(): boolean {
    return !this.#isExhausted;
  }

  /** Tells of the actor, once. */
  announce(actor: ShownActor): void {
    if (actor.isAnnounced) return;
    if (this.#isAllowed()) this.#announce(actor);
    else this.#sendLater(actor);
  }

  /** The actor gets an event. @param source the sender, if it is shown. */
  event(actor: ShownActor, event: EventObject, source: ShownActor | undefined): void {
    if (!this.#begin(actor)) return;
    const { rootId } = this;
    const sourceRef = source?.ref;
    this.#options.next({ type: '@xstate.event', actorRef: actor.ref, event, sourceRef, rootId });
  }

  /** The event has led the actor to the state that it is in now. */
  snapshot(actor: ShownActor, event: EventObject): void {
    if (!this.#begin(actor)) return;
    this.#later.delete(actor);
    this.#sendSnapshot(actor, event);
  }

  /** The same, some time later. @param look makes the state that is sent. */
  snapshotLater(actor: ShownActor, look: () => void): void {
    this.#sendLater(actor, look);
  }

  /** Counts a message that is not sent. */
  leaveOut(): void {
    this.#leftOut++;
    this.#scheduleCatchUp();
  }

  introduction(actor: ShownActor): InspectionEvent {
    if (actor === this.#options.root) this.#lookAtRoot();
    const { rootId } = this;
    return { type: '@xstate.actor', actorRef: actor.asItIs().ref, rootId };
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#later.clear();
  }

  get rootId(): string {
    return this.#options.root.sessionId;
  }

  /** @returns false if a message of the actor cannot be sent now. */
  #begin(actor: ShownActor): boolean {
    if (!this.#isAllowed()) {
      this.#leftOut++;
      this.#sendLater(actor);
      return false;
    }
    if (!actor.isAnnounced) this.#announce(actor);
    return true;
  }

  #announce(actor: ShownActor): void {
    actor.isAnnounced = true;
    this.#options.next(this.introduction(actor));
  }

  #sendSnapshot(actor: ShownActor, event: EventObject): void {
    const { rootId } = this;
    type Snapshot = Extract<InspectionEvent, { type: '@xstate.snapshot' }>['snapshot'];
    const snapshot = actor.view as unknown as Snapshot;
    this.#options.next({ type: '@xstate.snapshot', actorRef: actor.ref, event, snapshot, rootId });
  }

  #sendLater(actor: ShownActor, look = () => {}): void {
    this.#later.set(actor, look);
    this.#scheduleCatchUp();
  }

  #scheduleCatchUp(): void {
    this.#timer ??= setTimeout(this.#catchUp, CATCH_UP_MS).unref();
  }

  readonly #catchUp = (): void => {
    this.#timer = undefined;
    this.#isExhausted = false;
    // First, since in a busy shop there is no room left after the others.
    if (this.#leftOutShown !== this.#leftOut && this.#isAllowed()) {
      this.#lookAtRoot();
      this.#sendSnapshot(this.#options.root, CAUGHT_UP);
    }
    for (const [actor, look] of this.#later) {
      if (!this.#isAllowed()) break;
      this.#later.delete(actor);
      look();
      if (actor.isAnnounced) this.#sendSnapshot(actor, CAUGHT_UP);
      else this.#announce(actor);
    }
    if (this.#later.size > 0 || this.#leftOutShown !== this.#leftOut) this.#scheduleCatchUp();
  };

  #lookAtRoot(): void {
    this.#leftOutShown = this.#leftOut;
    this.#options.root.view = { status: 'active', context: { messagesLeftOut: this.#leftOut } };
  }

  #isAllowed(): boolean {
    if (this.#isExhausted) return false;
    // By the time of the viewer, whatever the clock of the shop says.
    if (this.#rate.retryAfterMs(0, performance.now()) === 0) return true;
    this.#isExhausted = true;
    this.#scheduleCatchUp();
    return false;
  }
}
