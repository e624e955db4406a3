import type { Seeded } from '../harness/seeded.ts';
import { IndexRing } from './indexRing.ts';

/**
 * Selects the user of the next add and of the next checkout. Some users are filling a cart; each add
 * goes to one of them at random, so that the time between two lines varies as it does with people. A
 * user with a full cart waits in a queue for a checkout, then rests until all others have had their
 * turn. Refusals play no role: the users are the same whatever the shop answers.
 */
export class Shoppers {
  readonly #idle: IndexRing;
  readonly #ready: IndexRing;
  readonly #filling: number[] = [];
  /** The number of lines still to come, by user. */
  readonly #missing: Uint32Array;
  readonly #fillingLimit: number;
  readonly #linesPerCart: number;
  readonly #random: Seeded;

  /** @param linesPerCart the average, 1 or more. */
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

  /** True when there is a user with a full cart, who can check out. */
  get isAnyCartFull(): boolean {
    return this.#ready.size > 0;
  }

  /** Returns the user of the next add. */
  nextToAdd(): number {
    this.#enter();
    const count = this.#filling.length;
    // All users wait for a checkout: the first of them adds one more line.
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

  /** Returns the user of the next checkout; at least one cart must be full. */
  nextToCheckout(): number {
    const user = this.#ready.shift();
    if (user === undefined) throw new Error('no cart is full');
    this.#idle.push(user);
    return user;
  }

  /** The adds until this number of carts is full and the others are partly filled. */
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
