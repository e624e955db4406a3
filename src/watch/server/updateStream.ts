import { STALLED_MS } from '../limits.ts';

const encoder = new TextEncoder();

/**
 * Updates for one viewer as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). A viewer
 * that is slower than they come gets the next one when it has taken the last: each has everything.
 */
export class UpdateStream {
  readonly following: string | undefined;
  readonly stream: ReadableStream<Uint8Array>;
  readonly #onEnd: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Resolves what asks for the next update; undefined while nothing does. */
  #pulled: (() => void) | undefined = undefined;
  #pulledAt = performance.now();
  #isOver = false;
  /** True until it has got its first update. */
  isNew = true;

  /** @param onEnd called once, when the viewer has gone or has been dropped. */
  constructor(following: string | undefined, onEnd: () => void) {
    this.following = following;
    this.#onEnd = onEnd;
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      this.#controller = controller;
    };
    const pull = () => {
      return new Promise<void>((resolve) => {
        this.#pulled = resolve;
        this.#pulledAt = performance.now();
      });
    };
    this.stream = new ReadableStream(
      { start, pull, cancel: () => this.#end() },
      { highWaterMark: 0 },
    );
  }

  /** True when it takes an update now. */
  get isReady(): boolean {
    return this.#pulled !== undefined;
  }

  /** True when it has not taken the last update for so long that there may be nobody any more. */
  get isStalled(): boolean {
    return !this.isReady && performance.now() - this.#pulledAt > STALLED_MS;
  }

  /** @param update the data, as JSON on one line. */
  send(update: string): void {
    const pulled = this.#pulled;
    if (this.#isOver || pulled === undefined) return;
    this.#pulled = undefined;
    this.#pulledAt = performance.now();
    this.isNew = false;
    this.#controller?.enqueue(encoder.encode(`data: ${update}\n\n`));
    pulled();
  }

  /** Ends the answer. */
  close(): void {
    if (this.#isOver) return;
    this.#controller?.close();
    this.#pulled?.();
    this.#end();
  }

  /** Gives the viewer up, with what it has not taken. @param why for the server that passes the answer on. */
  drop(why: string): void {
    if (this.#isOver) return;
    this.#controller?.error(new Error(why));
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
  }
}
