import type { Seeded } from '../harness/seeded.ts';

/** One unit each of two different products for one user. */
export interface Purchase {
  /** The number of the purchase within its run, from 0. */
  readonly number: number;
  /** No two purchases of a batch have the same user. */
  readonly userId: string;
  readonly skus: readonly [string, string];
}

/**
 * Draws pairs of products, all pairs equally likely, and counts the units of each product that were
 * taken: these have to be missing from its stock in the end.
 */
export class Purchases {
  /** Units of each product in all purchases so far. */
  readonly taken: Uint32Array;
  readonly #skus: readonly string[];
  readonly #userIds: readonly string[];
  readonly #random: Seeded;
  #count = 0;

  /** Products and users are numbered from 0. There are at least 2 products. */
  constructor({ products, users }: { products: number; users: number }, random: Seeded) {
    this.taken = new Uint32Array(products);
    // Made once, so that making and hashing names is not part of the measurement.
    this.#skus = Array.from({ length: products }, (_, product) => skuOf(product));
    this.#userIds = Array.from({ length: users }, (_, user) => userIdOf(user));
    this.#random = random;
  }

  /** The number of purchases so far. */
  get count(): number {
    return this.#count;
  }

  /** Returns the next batch of purchases, at most one for each user. */
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

/** Draws the numbers of two different products, all pairs equally likely, of at least 2 products. */
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
