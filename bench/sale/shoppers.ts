import type { Seeded } from '../harness/seeded.ts';
import { IndexRing } from './indexRing.ts';

/**
 * Who puts something into a cart next, and who buys. Some users hold a cart that is not full; each
 * add goes to one of them by chance, so that the time from line to line varies as it does with
 * people. Whose cart is full waits in a queue for a checkout, then rests until all others have had
 * their turn. Knows nothing of refusals: who asks is the same whatever the shop answers.
 */
export class Shoppers {
  readonly #idle: IndexRing;
  readonly #ready: IndexRing;
  readonly #filling: number[] = [];
  /** By user: lines still to come. */
  readonly #missing: Uint32Array;
  readonly #fillingLimit: number;
  readonly #linesPerCart: number;
  readonly #random: Seeded;

  /** @param linesPerCart on average, 1 or more. */
  constructor(
    options: {
      readonly users: number;
      readonly fillingLimit: number;
      readonly linesPerCart: number;
    },
    random: Seeded,
  ) {
    const { users, fillingLimit, linesPerCart } = options;
    this.#idle = new IndexRing(users);
    this.#ready = new IndexRing(users);
    this.#missing = new Uint32Array(users);
    this.#fillingLimit = fillingLimit;
    this.#linesPerCart = linesPerCart;
    this.#random = random;
    for (let user = 0; user < users; user++) this.#idle.push(user);
  }

  /** Whether a checkout finds somebody with a full cart. */
  get isAnyCartFull(): boolean {
    return this.#ready.size > 0;
  }

  /** Who adds a line now. */
  nextToAdd(): number {
    this.#enter();
    const count = this.#filling.length;
    // Everybody waits for a checkout: the first of them takes one line more.
    if (count === 0) return this.#ready.first as number;
    const place = this.#random.integer(count);
    const user = this.#filling[place] as number;
    const missing = (this.#missing[user] as number) - 1;
    this.#missing[user] = missing;
    if (missing === 0) {
      this.#ready.push(user);
      const last = this.#filling.pop() as number;
      if (last !== user) this.#filling[place] = last;
    }
    return user;
  }

  /** Who buys now; there must be somebody ready. */
  nextToCheckout(): number {
    const user = this.#ready.shift();
    if (user === undefined) throw new Error('nobody is ready for a checkout');
    this.#idle.push(user);
    return user;
  }

  /** Adds until so many users wait with a full cart and the others are somewhere in between. */
  *open(readyCount: number): Generator<number> {
    this.#enter();
    for (const user of this.#filling) {
      const done = this.#random.integer(this.#missing[user] as number);
      for (let line = 0; line < done; line++) yield user;
      this.#missing[user] = (this.#missing[user] as number) - done;
    }
    while (this.#ready.size < readyCount) yield this.nextToAdd();
  }

  #enter(): void {
    while (this.#filling.length < this.#fillingLimit) {
      const user = this.#idle.shift();
      if (user === undefined) return;
      const whole = Math.floor(this.#linesPerCart);
      const isLonger = this.#random.uniform() < this.#linesPerCart - whole;
      this.#missing[user] = whole + (isLonger ? 1 : 0);
      this.#filling.push(user);
    }
  }
}
