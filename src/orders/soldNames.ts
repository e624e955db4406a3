import { flattenString } from '../base/flattenString.ts';

/**
 * Numbers the names under which each SKU has been sold, by SKU: mostly there is one, number 0. A name is
 * kept for ever.
 */
export class SoldNames {
  /** By the number of the SKU. */
  readonly #first: (string | undefined)[] = [];
  /** The names after the first one, for SKUs that have been renamed. */
  readonly #later = new Map<number, string[]>();

  /**
   * The number of the name; undefined if it is not a text.
   *
   * @param sku the number of the SKU; all numbers are less than the count of SKUs.
   */
  numberOf(sku: number, name: unknown): number | undefined {
    const first = sku < this.#first.length ? this.#first[sku] : undefined;
    // Unlike `===` and `typeof`, this does not read a name that is the same reference.
    if (first !== undefined && Object.is(first, name)) return 0;
    return typeof name === 'string' ? this.#rareNumberOf(sku, name) : undefined;
  }

  nameOf(sku: number, number: number): string {
    const name = number === 0 ? this.#first[sku] : this.#later.get(sku)?.[number - 1];
    if (name === undefined) throw new RangeError(`SKU ${sku} has no name ${number}`);
    return name;
  }

  /** The number of a name that is not the first one, or that is new. */
  #rareNumberOf(sku: number, name: string): number {
    while (this.#first.length <= sku) this.#first.push(undefined);
    if (this.#first[sku] === undefined) {
      this.#first[sku] = flattenString(name);
      return 0;
    }
    const names = this.#later.get(sku);
    if (names === undefined) {
      this.#later.set(sku, [flattenString(name)]);
      return 1;
    }
    // Most sales are under the latest name.
    const index = names.lastIndexOf(name);
    return index >= 0 ? index + 1 : names.push(flattenString(name));
  }
}
