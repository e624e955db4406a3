import { KeyTree } from '../keyTree.ts';
import type { Key, Range } from '../store.ts';

/** The newest change of a key that the checkpoint does not have: where in the log it is. */
export interface Placed {
  readonly at: number;
  readonly isDelete: boolean;
}

/** The changes of a stretch of the log, by key: the last one of each. */
class Stretch {
  /** The place in the log at which it begins. */
  readonly start: number;
  /**
   * The place of each key's last change, from the start on, and whether it deletes. One small integer, which
   * takes no memory beside the tree's.
   */
  readonly #places = new KeyTree<number>();

  constructor(start: number) {
    this.start = start;
  }

  get size(): number {
    return this.#places.size;
  }

  set(key: Key, at: number, isDelete: boolean): void {
    this.#places.set(key, (at - this.start) * 2 + (isDelete ? 1 : 0));
  }

  get(key: Key): Placed | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#placed(place);
  }

  *range(range: Range): Generator<readonly [Key, Placed]> {
    for (const [key, place] of this.#places.range(range)) yield [key, this.#placed(place)];
  }

  #placed(place: number): Placed {
    return { at: this.start + Math.floor(place / 2), isDelete: place % 2 === 1 };
  }
}

/** What the log changes in the records of the checkpoint, in two stretches while a checkpoint is written. */
export class Overlay {
  #newest: Stretch;
  /** What is being written to the checkpoint. */
  #frozen: Stretch | undefined;

  /** @param start the place that the checkpoint has reached. */
  constructor(start: number) {
    this.#newest = new Stretch(start);
  }

  /** The place that the checkpoint has reached. */
  get start(): number {
    return (this.#frozen ?? this.#newest).start;
  }

  /** The number of keys, of which those that are in both stretches count twice. */
  get size(): number {
    return this.#newest.size + (this.#frozen?.size ?? 0);
  }

  set(key: Key, at: number, isDelete: boolean): void {
    this.#newest.set(key, at, isDelete);
  }

  get(key: Key): Placed | undefined {
    return this.#newest.get(key) ?? this.#frozen?.get(key);
  }

  /** True when a key is deleted by what is being written to the checkpoint. */
  isFrozenDelete(key: Key): boolean {
    return this.#frozen?.get(key)?.isDelete === true;
  }

  /** The changes of a range, one list for each stretch, the older one first. */
  ranges(range: Range): Iterable<readonly [Key, Placed]>[] {
    const stretches = this.#frozen === undefined ? [this.#newest] : [this.#frozen, this.#newest];
    return stretches.filter(({ size }) => size > 0).map((stretch) => stretch.range(range));
  }

  /** Begins a new stretch at a place, before which everything is durable. */
  freeze(at: number): void {
    this.#frozen = this.#newest;
    this.#newest = new Stretch(at);
  }

  /** The changes to be written to the checkpoint, in the order of their keys. */
  frozen(): Iterable<readonly [Key, Placed]> {
    return this.#frozen?.range({ prefix: [] }) ?? [];
  }

  /** The checkpoint has everything up to the newest stretch. */
  drop(): void {
    this.#frozen = undefined;
  }
}
