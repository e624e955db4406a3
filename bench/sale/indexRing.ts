/** A queue of small whole numbers, first in, first out, of a fixed capacity. Makes no garbage. */
export class IndexRing {
  readonly #items: Uint32Array;
  #head = 0;
  #size = 0;

  constructor(capacity: number) {
    this.#items = new Uint32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** The first one; undefined if there is none. */
  get first(): number | undefined {
    return this.#size === 0 ? undefined : this.#items[this.#head];
  }

  push(item: number): void {
    if (this.#size === this.#items.length) throw new RangeError('the ring is full');
    this.#items[(this.#head + this.#size) % this.#items.length] = item;
    this.#size++;
  }

  /** Takes the first one out; undefined if there is none. */
  shift(): number | undefined {
    const { first } = this;
    if (first !== undefined) {
      this.#head = (this.#head + 1) % this.#items.length;
      this.#size--;
    }
    return first;
  }
}
