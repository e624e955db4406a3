import type { Engine } from '../runtime/engine.ts';
import type { CommandCall, Observer } from '../runtime/observer.ts';
import type { Turn } from '../runtime/turn.ts';
import {
  COMMAND_ASYNC_END,
  COMMAND_ERROR,
  COMMAND_START,
  type CommandMessage,
  haveSubscribers,
  REFUSAL,
  type RefusalMessage,
  STOPPED,
  type StoppedMessage,
  TURN,
  type TurnMessage,
} from './channels.ts';

export interface PublishedShop {
  readonly engine: Engine;
  /** What messages have as `shop`. */
  readonly shop: object;
  /** Milliseconds of the clock by which commands are timed. */
  readonly now: () => number;
}

/** Publishes what happens in a shop on the channels of Node.js, while they have subscribers. */
export function publishToChannels(published: PublishedShop): void {
  published.engine.observers.addWhile(haveSubscribers, new Publisher(published));
}

class Publisher implements Observer {
  readonly #shop: object;
  readonly #now: () => number;
  /** The messages that were published at the start of commands. */
  readonly #messages = new WeakMap<CommandCall, CommandMessage>();
  #turnStartedAt = 0;

  constructor({ shop, now }: PublishedShop) {
    this.#shop = shop;
    this.#now = now;
  }

  commandStarted(call: CommandCall): void {
    if (!COMMAND_START.hasSubscribers) return;
    const message = this.#messageOf(call);
    this.#messages.set(call, message);
    COMMAND_START.publish(message);
  }

  commandEnded(call: CommandCall): void {
    const message = this.#messages.get(call) ?? this.#messageOf(call);
    const { calledAt, startedAt, endedAt = this.#now(), refusal, error } = call;
    if (startedAt !== undefined) message.waitMs = startedAt - calledAt;
    message.durationMs = endedAt - calledAt;
    message.refusal = refusal;
    message.error = error;
    if (error !== undefined) COMMAND_ERROR.publish(message);
    COMMAND_ASYNC_END.publish(message);
  }

  turnStarted(): void {
    if (TURN.hasSubscribers) this.#turnStartedAt = this.#now();
  }

  turnEnded({ number, at, lastSeq, seqBefore, changes }: Turn): void {
    if (!TURN.hasSubscribers) return;
    const facts = lastSeq - seqBefore;
    const durationMs = this.#now() - this.#turnStartedAt;
    const turn = { number, at, durationMs, facts, changes: changes.length };
    TURN.publish({ shop: this.#shop, ...turn } satisfies TurnMessage);
  }

  refused(command: string, code: string): void {
    REFUSAL.publish({ shop: this.#shop, command, code } satisfies RefusalMessage);
  }

  stopped(cause: Error | undefined): void {
    STOPPED.publish({ shop: this.#shop, cause } satisfies StoppedMessage);
  }

  #messageOf({ type, commandClass }: CommandCall): CommandMessage {
    const unknown = { waitMs: undefined, durationMs: undefined };
    return {
      shop: this.#shop,
      type,
      commandClass,
      ...unknown,
      refusal: undefined,
      error: undefined,
    };
  }
}
