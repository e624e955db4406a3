/** A first-in, first-out queue of whole numbers with a fixed capacity. It makes no garbage. */
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

  /** The first number; undefined if the ring is empty. */
  get first(): number | undefined {
    return this.#size === 0 ? undefined : this.#items[this.#head];
  }

  push(item: number): void {
    if (this.#size === this.#items.length) throw new RangeError('the ring is full');
    this.#items[(this.#head + this.#size) % this.#items.length] = item;
    this.#size++;
  }

  /** Removes the first number and returns it; undefined if the ring is empty. */
  shift(): number | undefined {
    const { first } = this;
    if (first !== undefined) {
      this.#head = (this.#head + 1) % this.#items.length;
      this.#size--;
    }
    return first;
  }
}
