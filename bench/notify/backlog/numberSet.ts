/** A set of whole numbers that takes a bit for each: what it has must not count as memory of the shop. */
export class NumberSet {
  #bits = new Uint8Array(1024);

  /** @returns false if it has the number already. */
  add(number: number): boolean {
    const index = number >> 3;
    while (index >= this.#bits.length) this.#grow();
    const bit = 1 << (number & 7);
    const byte = this.#bits[index] as number;
    this.#bits[index] = byte | bit;
    return (byte & bit) === 0;
  }

  #grow(): void {
    const bits = new Uint8Array(2 * this.#bits.length);
    bits.set(this.#bits);
    this.#bits = bits;
  }
}
