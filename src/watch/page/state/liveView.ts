import type { WatchedTurn, WatchPicture, WatchUpdate } from '../../watchTypes.ts';
import { requester } from '../server/requester.ts';
import type { Requester } from '../server/requests.ts';
import { keepToken } from '../server/token.ts';
import { type Connection, watchServer } from '../server/watchServer.ts';
import { FigureHistory } from './history.ts';

/** What is shown at a moment. A new object for each moment. */
export interface View {
  readonly connection: Connection;
  readonly picture: WatchPicture | null;
  readonly update: WatchUpdate | null;
  /** The time of the page, in epoch milliseconds. */
  readonly now: number;
  /** The time of the shop, which goes on between updates. */
  readonly shopNow: number;
  /** The turn whose messages are drawn. */
  readonly turn: WatchedTurn | null;
  readonly isHeld: boolean;
  /** The id that was asked for. */
  readonly follow: string | null;
  readonly server: Requester;
}

/** A turn that is replaced ten times a second cannot be read. */
const TURN_SHOWN_MS = 2000;

/**
 * The state of the page: takes what the server sends, and calls its listener before the next frame that is painted. A page
 * that is hidden paints no frames.
 */
export class LiveView {
  readonly history = new FigureHistory();
  #view: View;
  #receivedAt = 0;
  #turnAt = 0;
  #pictureText = '';
  #isScheduled = false;
  #listener: (view: View) => void = () => {};
  #disconnect: () => void = () => {};

  constructor(token: string | null, follow: string | null) {
    this.#view = {
      connection: { kind: 'connecting' },
      picture: null,
      update: null,
      now: Date.now(),
      shopNow: Date.now(),
      turn: null,
      isHeld: false,
      follow,
      server: requester(token),
    };
  }

  get view(): View {
    return this.#view;
  }

  /** Connects. The listener is called for each change, and every second, because ages are shown. */
  start(listener: (view: View) => void): void {
    this.#listener = listener;
    setInterval(() => this.#schedule(), 1000);
    this.#connect();
  }

  follow(id: string | null): void {
    if (id === this.#view.follow) return;
    const { update } = this.#view;
    // Until the server tells of the new one, none is better than the old one.
    const without = update === null ? null : { ...update, followed: null, turn: null };
    this.#change({ follow: id, turn: null, isHeld: false, update: without });
    this.#connect();
  }

  authorize(token: string): void {
    keepToken(token, sessionStorage);
    this.#change({ server: requester(token) });
    this.#connect();
  }

  hold(isHeld: boolean): void {
    this.#change({ isHeld });
  }

  #connect(): void {
    this.#disconnect();
    const isConnected = () => this.#view.connection.kind === 'connected';
    this.#disconnect = watchServer(this.#view.server, this.#view.follow, {
      onPicture: (picture) => this.#takePicture(picture),
      onUpdate: (update) => this.#takeUpdate(update),
      onConnection: (connection) => {
        // Another actor is followed: the connection is replaced, and nothing is wrong.
        if (connection.kind !== 'connecting' || !isConnected()) this.#change({ connection });
      },
    });
  }

  /** Keeps the object of a picture that has not changed, so that nothing is drawn anew. */
  #takePicture(picture: WatchPicture): void {
    const text = JSON.stringify(picture);
    if (text === this.#pictureText) return;
    this.#pictureText = text;
    this.#change({ picture });
  }

  #takeUpdate(update: WatchUpdate): void {
    const now = Date.now();
    this.#receivedAt = now;
    if (update.figures !== null) this.history.add(now, update.figures);
    const { turn, isHeld } = this.#view;
    const isOther = update.turn !== null && update.turn.number !== turn?.number;
    const isDue = turn === null || (!isHeld && now - this.#turnAt >= TURN_SHOWN_MS);
    if (isOther && isDue) {
      this.#turnAt = now;
      this.#change({ update, turn: update.turn });
    } else {
      this.#change({ update });
    }
  }

  #change(members: Partial<View>): void {
    this.#view = { ...this.#view, ...members };
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      const now = Date.now();
      const { update } = this.#view;
      const shopNow = update === null ? now : update.at + (now - this.#receivedAt);
      this.#view = { ...this.#view, now, shopNow };
      this.#listener(this.#view);
    });
  }
}
