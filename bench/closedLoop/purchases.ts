import type { Seeded } from '../harness/seeded.ts';

/** One unit each of two different products for one user. */
export interface Purchase {
  /** Counts all purchases of a run from 0. */
  readonly number: number;
  /** No two purchases of a batch have the same user. */
  readonly userId: string;
  readonly skus: readonly [string, string];
}

/**
 * Draws pairs of products, all pairs alike, and keeps the books: what has been taken of each product
 * is what has to be missing from its stock in the end.
 */
export class Purchases {
  /** Units of each product that all purchases so far come to. */
  readonly taken: Uint32Array;
  readonly #skus: readonly string[];
  readonly #userIds: readonly string[];
  readonly #random: Seeded;
  #count = 0;

  /** Products have the numbers from 0, and there are at least 2; so have users. */
  constructor({ products, users }: { products: number; users: number }, random: Seeded) {
    this.taken = new Uint32Array(products);
    // Made once, so that the making and hashing of names is not what is measured.
    this.#skus = Array.from({ length: products }, (_, product) => skuOf(product));
    this.#userIds = Array.from({ length: users }, (_, user) => userIdOf(user));
    this.#random = random;
  }

  /** How many purchases there have been. */
  get count(): number {
    return this.#count;
  }

  /** The next batch of so many purchases: not more than there are users. */
  take(size: number): Purchase[] {
    return Array.from({ length: size }, (_, user) => this.#draw(user));
  }

  #draw(user: number): Purchase {
    const [first, second] = drawPair(this.#skus.length, this.#random);
    for (const product of [first, second]) this.taken[product] = (this.taken[product] ?? 0) + 1;
    const [userId = '', ...skus] = [this.#userIds[user], this.#skus[first], this.#skus[second]];
    return { number: this.#count++, userId, skus: skus as [string, string] };
  }
}

/** Two different products, by number, all pairs alike. There are at least 2. */
export function drawPair(products: number, random: Seeded): [number, number] {
  const first = random.integer(products);
  const other = random.integer(products - 1);
  return [first, other < first ? other : other + 1];
}

/** The SKU of the product of this number. */
export function skuOf(product: number): string {
  return `sku-${product}`;
}

/** The id of the user of this number. */
export function userIdOf(user: number): string {
  return `user-${user}`;
}
