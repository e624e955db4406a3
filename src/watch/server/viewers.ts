import { show } from '../../base/show.ts';
import { LINGER_MS, MAX_VIEWERS, UPDATE_MS, UPDATE_SHARE } from '../limits.ts';
import type { WatchedSource } from '../watchedSource.ts';
import { UpdateStream } from './updateStream.ts';

/** Those who view one source. While there are none, nothing is asked of it. */
export class Viewers {
  readonly #source: WatchedSource;
  readonly #streams = new Set<UpdateStream>();
  #timer: NodeJS.Timeout | undefined = undefined;
  /** Set while the last viewer has gone, and may come back: a page that is loaded again. */
  #lingering: NodeJS.Timeout | undefined = undefined;
  /** When the next update may be sent. */
  #nextAt = 0;

  constructor(source: WatchedSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#streams.size;
  }

  get isFull(): boolean {
    return this.#streams.size >= MAX_VIEWERS;
  }

  /**
   * @param following the id of the actor that the viewer follows.
   * @returns what it gets.
   * @throws what the source throws: then there is no new viewer.
   */
  add(following: string | undefined): ReadableStream<Uint8Array> {
    const source = this.#source;
    if (this.#lingering === undefined && this.#streams.size === 0) {
      source.begin();
      this.#linger();
    }
    if (following !== undefined) source.follow(following);
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
    this.#timer ??= setInterval(() => this.#tick(), UPDATE_MS).unref();
    const stream = new UpdateStream(following, () => this.#remove(stream));
    this.#streams.add(stream);
    return stream.stream;
  }

  close(): void {
    for (const stream of [...this.#streams]) stream.close();
    this.#end();
  }

  #remove(stream: UpdateStream): void {
    if (!this.#streams.delete(stream)) return;
    if (stream.following !== undefined) this.#source.unfollow(stream.following);
    if (this.#streams.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#linger();
  }

  #linger(): void {
    this.#lingering = setTimeout(() => this.#end(), LINGER_MS).unref();
  }

  #end(): void {
    if (this.#lingering === undefined) return;
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
    this.#source.end();
  }

  #tick(): void {
    for (const stream of [...this.#streams]) {
      if (stream.isStalled) stream.drop('the viewer takes nothing');
    }
    const begun = performance.now();
    if (begun < this.#nextAt) return;
    try {
      this.#update();
    } catch (error) {
      // Nothing that is shown may end the process of the shop.
      for (const stream of [...this.#streams]) stream.drop(show(error));
    }
    const end = performance.now();
    this.#nextAt = end + (end - begun) * (1 / UPDATE_SHARE - 1);
  }

  #update(): void {
    const source = this.#source;
    const isNews = source.hasNews;
    const ready = [...this.#streams].filter((each) => each.isReady && (isNews || each.isNew));
    if (ready.length === 0) return;
    source.read();
    const texts = new Map<string | undefined, string>();
    for (const stream of ready) {
      const { following } = stream;
      const text = texts.get(following) ?? JSON.stringify(source.update(following));
      texts.set(following, text);
      stream.send(text);
    }
  }
}
