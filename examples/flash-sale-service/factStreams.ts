import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { ArgumentError, type Shop, type ShopFact } from '../../src/index.ts';
import type { StreamLimits } from './limits.ts';

interface Stream {
  readonly userId: string;
  readonly response: ServerResponse;
  /** The number after which it gets facts as they happen; infinite while it catches up. */
  liveAfter: number;
}

/**
 * Streams of server-sent events (SSE): each user gets the facts about that user as they become durable, numbered with
 * their `seq`. A browser that has lost the connection sends the last number as `Last-Event-ID`, and gets what it has
 * missed. If that is not there any more, it gets the event `missed`, and has to load its page anew.
 *
 * One handler serves all streams, so that a fact costs as much as there are streams of its user.
 */
export class FactStreams {
  readonly #shop: Shop;
  readonly #limits: StreamLimits;
  readonly #byUser = new Map<string, Set<Stream>>();
  readonly #stopListening: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #count = 0;
  /** The number of the newest fact; infinite before this process has seen one. */
  #lastSeq = Number.POSITIVE_INFINITY;

  constructor(shop: Shop, limits: StreamLimits) {
    this.#shop = shop;
    this.#limits = limits;
    this.#stopListening = shop.on('*', (fact) => this.#tell(fact));
    this.#heartbeat = setInterval(() => {
      for (const streams of this.#byUser.values()) {
        for (const { response } of streams) this.#write(response, ':\n\n');
      }
    }, limits.heartbeatMs).unref();
  }

  /** The status with which one more stream of the user has to be refused; undefined if there is room. */
  refuses(userId: string): 429 | 503 | undefined {
    const { maxStreams, maxStreamsPerUser } = this.#limits;
    if ((this.#byUser.get(userId)?.size ?? 0) >= maxStreamsPerUser) return 429;
    return this.#count >= maxStreams ? 503 : undefined;
  }

  /** Answers with a stream. @param after the number of the last fact that the client has had. */
  open(response: ServerResponse, { userId, after }: { userId: string; after?: number }): void {
    const stream: Stream = {
      userId,
      response,
      liveAfter: after === undefined ? 0 : Number.POSITIVE_INFINITY,
    };
    const streams = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, streams.add(stream));
    this.#count++;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'close',
      'x-accel-buffering': 'no', // nginx
    });
    // Of a client that has gone away: no error of the service.
    response.on('error', () => {});
    response.write('retry: 2000\n\n');
    const caughtUp = after === undefined ? undefined : this.#catchUp(stream, after);
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    // A reader of facts that still waits for the next one counts, too: to come and go makes no room.
    void Promise.all([closed, caughtUp]).then(() => {
      this.#count--;
      streams.delete(stream);
      if (streams.size === 0) this.#byUser.delete(userId);
    });
  }

  /** Ends all streams. Their clients come back, to this process or to the one that follows. */
  close(): void {
    this.#stopListening();
    clearInterval(this.#heartbeat);
    for (const streams of this.#byUser.values()) {
      for (const { response } of streams) response.end();
    }
  }

  #tell(fact: ShopFact): void {
    this.#lastSeq = fact.seq;
    if (!('userId' in fact)) return;
    for (const { liveAfter, response } of this.#byUser.get(fact.userId) ?? []) {
      if (fact.seq > liveAfter) this.#write(response, eventOf(fact));
    }
  }

  /** Sends what the user has missed. After the newest fact, the stream is live: nothing comes twice or is left out. */
  async #catchUp(stream: Stream, after: number): Promise<void> {
    const { userId, response } = stream;
    let read = 0;
    try {
      for await (const fact of this.#shop.facts({ after }).unref()) {
        if (isOver(response)) return;
        if (++read > this.#limits.maxCatchUp) break;
        if ('userId' in fact && fact.userId === userId && !response.write(eventOf(fact))) {
          await once(response, 'drain', { signal: AbortSignal.timeout(this.#limits.stallMs) });
        }
        if (fact.seq < this.#lastSeq) continue;
        stream.liveAfter = fact.seq;
        return;
      }
    } catch (error) {
      // An ArgumentError: there is no such fact. It is too old, or of a shop in memory that was there before this one.
      // Anything else: the reader has stalled.
      if (!(error instanceof ArgumentError)) return void response.destroy();
    }
    this.#write(response, 'event: missed\ndata: {}\n\n');
    stream.liveAfter = 0;
  }

  /** Writes without waiting, and cuts off a reader who does not keep up. */
  #write(response: ServerResponse, text: string): void {
    if (isOver(response)) return;
    response.write(text);
    if (response.writableLength > this.#limits.maxWaitingBytes) response.destroy();
  }
}

function isOver({ destroyed, writableEnded }: ServerResponse): boolean {
  return destroyed || writableEnded;
}

/** A fact as an event. Its JSON is one line: line breaks within texts are escaped. */
function eventOf(fact: ShopFact): string {
  return `id: ${fact.seq}\nevent: ${fact.type}\ndata: ${JSON.stringify(fact)}\n\n`;
}
