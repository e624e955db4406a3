import type { ShownActor } from './shownActor.ts';

/** How many buckets names are counted in: of names that are not shown, one in forty is in a bucket of a hundred shown ones. */
const BUCKETS = 4096;

/** The carts and orders that are shown, of which there are at most so many. */
export class ShownActors {
  readonly #most: number;
  readonly #byId = new Map<string, ShownActor>();
  /** Those that have ended, the first one first: they make room for others. */
  readonly #ended = new Set<ShownActor>();
  /** How many ids are in each bucket: most actors of a busy shop are not shown, and are told by their names alone. */
  readonly #buckets = new Uint32Array(BUCKETS);

  constructor(most: number) {
    this.#most = most;
  }

  /** False when no actor of this name is shown. */
  mayHave(name: string): boolean {
    return this.#buckets[bucketOf(name)] !== 0;
  }

  get(id: string): ShownActor | undefined {
    return this.#byId.get(id);
  }

  /** True when another one can be shown. */
  get hasRoom(): boolean {
    return this.#byId.size < this.#most;
  }

  /** True when another one can be shown in place of one that has ended. */
  get hasEnded(): boolean {
    return this.#ended.size > 0;
  }

  /** Adds one, in place of the one that has ended first if there is no room. */
  add(actor: ShownActor): ShownActor {
    if (!this.hasRoom) this.#makeRoom();
    this.#byId.set(actor.id, actor);
    this.#count(actor, 1);
    return actor;
  }

  noteEnded(actor: ShownActor): void {
    this.#ended.add(actor);
  }

  values(): Iterable<ShownActor> {
    return this.#byId.values();
  }

  #makeRoom(): void {
    for (const oldest of this.#ended) {
      this.#ended.delete(oldest);
      this.#byId.delete(oldest.id);
      this.#count(oldest, -1);
      return;
    }
  }

  #count({ id }: ShownActor, by: number): void {
    const bucket = bucketOf(id.slice(id.indexOf(':') + 1));
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + by;
  }
}

/** By the last characters: ids of users and orders often begin alike. */
function bucketOf(name: string): number {
  const { length } = name;
  let hash = 0;
  for (let index = Math.max(0, length - 6); index < length; index++) {
    hash = Math.imul(hash, 31) + name.charCodeAt(index);
  }
  return (hash ^ (hash >>> 12)) & (BUCKETS - 1);
}
