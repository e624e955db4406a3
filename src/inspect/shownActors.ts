import type { ShownActor } from './shownActor.ts';

/** The carts and orders that are shown, of which there are at most so many. */
export class ShownActors {
  readonly #most: number;
  readonly #byId = new Map<string, ShownActor>();
  /** Those that have ended, the first one first: they make room for others. */
  readonly #ended = new Set<ShownActor>();

  constructor(most: number) {
    this.#most = most;
  }

  get(id: string): ShownActor | undefined {
    return this.#byId.get(id);
  }

  /** @returns undefined if there is no room. */
  add(actor: ShownActor): ShownActor | undefined {
    if (this.#byId.size >= this.#most && !this.#makeRoom()) return undefined;
    this.#byId.set(actor.id, actor);
    return actor;
  }

  noteEnded(actor: ShownActor): void {
    this.#ended.add(actor);
  }

  values(): Iterable<ShownActor> {
    return this.#byId.values();
  }

  #makeRoom(): boolean {
    for (const oldest of this.#ended) {
      this.#ended.delete(oldest);
      return this.#byId.delete(oldest.id);
    }
    return false;
  }
}
