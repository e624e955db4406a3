import type { WebSocket } from 'ws';
import type { InspectionEvent } from 'xstate';
import { MAX_BUFFERED_BYTES } from '../limits.ts';
import { statelyMessage } from './statelyMessage.ts';

/** Somebody who views the inspector: one connection. */
export class Viewer {
  readonly #socket: WebSocket;
  /** Introductions that are still to be sent, one source after the other. */
  readonly #pending: Iterator<InspectionEvent>[] = [];
  /** True when it has missed messages, because it did not take those before. */
  isBehind = false;
  /** True when it has answered the last question whether it is there. */
  isAlive = true;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('pong', () => {
      this.isAlive = true;
    });
  }

  /** True when it takes messages. */
  get hasRoom(): boolean {
    return this.#socket.bufferedAmount < MAX_BUFFERED_BYTES;
  }

  /** True when it has taken all messages so far. */
  get hasDrained(): boolean {
    return this.#socket.bufferedAmount === 0;
  }

  /** Sends the events that introduce the actors of a shop, as fast as the viewer takes them. */
  introduce(events: Iterable<InspectionEvent>): void {
    this.#pending.push(events[Symbol.iterator]());
    this.sendPending();
  }

  send(message: string): void {
    if (this.isBehind) return;
    // What it would get before it knows the actors is in the introductions that follow.
    if (this.hasRoom) this.#socket.send(message);
    else this.isBehind = true;
  }

  /** Goes on with introductions. */
  sendPending(): void {
    for (const events of [...this.#pending]) {
      while (this.hasRoom) {
        const { done, value } = events.next();
        if (done) {
          this.#pending.splice(this.#pending.indexOf(events), 1);
          break;
        }
        const message = statelyMessage(value);
        if (message !== undefined) this.#socket.send(message);
      }
    }
  }

  /** Forgets what is to be sent: it is introduced again. */
  startAnew(): void {
    this.#pending.length = 0;
    this.isBehind = false;
  }

  /** Asks whether it is there; drops it if it has not answered the last time. */
  ping(): void {
    if (!this.isAlive) {
      this.#socket.terminate();
      return;
    }
    this.isAlive = false;
    this.#socket.ping();
  }

  drop(): void {
    this.#socket.terminate();
  }
}
