import type { Shop } from '../../../src/index.ts';
import { expectOk } from '../../../src/terminal/expectOk.ts';
import { checkStock } from '../../closedLoop/checkStock.ts';
import { closedLoop } from '../../closedLoop/closedLoop.ts';
import { drawPair, skuOf, userIdOf } from '../../closedLoop/purchases.ts';
import type { Seeded } from '../../harness/seeded.ts';

/** The commands of one order, from the empty cart to the delivery. */
export const STEPS = ['add', 'add', 'checkout', 'confirm', 'ship', 'deliver'] as const;

/** A user, and the order that the user has under way. */
interface Shopper {
  readonly userId: string;
  /** The number of the next step. */
  step: number;
  /** The two products of the order, by their numbers. */
  products: readonly [number, number];
  orderId: string;
}

/** How many users and products there are, and the stock of each product. */
export interface LifecycleTerms {
  readonly users: number;
  readonly products: number;
  readonly stock: number;
}

/**
 * Orders of many users that are under way at the same time, at different steps: at any time there are carts and orders in
 * all states, and each of them changes soon.
 */
export class OrderLifecycles {
  readonly #shop: Shop;
  readonly #terms: LifecycleTerms;
  readonly #random: Seeded;
  readonly #shoppers: Shopper[];
  /** Units of each product in all orders and carts so far. */
  readonly #taken: Uint32Array;
  /** A ring of users without a command under way. `#next` is the index of the next one, `#last` that of the free place. */
  readonly #idle: Shopper[];
  #next = 0;
  #last = 0;
  #steps = 0;

  constructor(shop: Shop, terms: LifecycleTerms, random: Seeded) {
    this.#shop = shop;
    this.#terms = terms;
    this.#random = random;
    this.#taken = new Uint32Array(terms.products);
    this.#shoppers = Array.from({ length: terms.users }, (_, user) => {
      return { userId: userIdOf(user), step: 0, products: [0, 1], orderId: '' };
    });
    this.#idle = [...this.#shoppers];
  }

  /** Commands so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Brings the users to their different steps. @param inFlight commands at a time. */
  async begin(inFlight: number): Promise<void> {
    const numbered = [...this.#shoppers.entries()];
    await closedLoop(numbered, { inFlight }, async ([number, shopper]) => {
      for (let step = 0; step < number % STEPS.length; step++) await this.#advance(shopper);
    });
  }

  /**
   * Does the next step of the user who has waited longest, and resolves with the answer to it. At most as many at a time as
   * there are users.
   */
  async step(): Promise<void> {
    const idle = this.#idle;
    const shopper = idle[this.#next] as Shopper;
    this.#next = (this.#next + 1) % idle.length;
    await this.#advance(shopper);
    idle[this.#last] = shopper;
    this.#last = (this.#last + 1) % idle.length;
  }

  /**
   * Brings all orders that are under way to their end, and compares the stock with what was bought.
   *
   * @returns the units sold, of which each order has two.
   * @throws Error if the audit finds a problem, or if the stock of a product is wrong.
   */
  async end(inFlight: number): Promise<number> {
    await closedLoop(this.#shoppers, { inFlight }, async (shopper) => {
      while (shopper.step > 0) await this.#advance(shopper);
    });
    const { problems } = this.#shop.audit();
    if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
    const left = Array.from(this.#taken, (_, product) => {
      return this.#shop.products.get(skuOf(product))?.available ?? Number.NaN;
    });
    return checkStock({ initial: this.#terms.stock, taken: this.#taken, left });
  }

  async #advance(shopper: Shopper): Promise<void> {
    const { orders } = this.#shop;
    const { userId, orderId, step } = shopper;
    shopper.step = (step + 1) % STEPS.length;
    this.#steps++;
    switch (step) {
      case 0:
        shopper.products = drawPair(this.#terms.products, this.#random);
        return this.#add(shopper, shopper.products[0]);
      case 1:
        return this.#add(shopper, shopper.products[1]);
      case 2:
        shopper.orderId = expectOk(await this.#shop.checkout(userId)).order.orderId;
        return;
      case 3:
        expectOk(await orders.confirm(orderId));
        return;
      case 4:
        expectOk(await orders.ship(orderId, { trackingNumber: 'T-1' }));
        return;
      default:
        expectOk(await orders.deliver(orderId));
    }
  }

  async #add({ userId }: Shopper, product: number): Promise<void> {
    this.#taken[product] = (this.#taken[product] as number) + 1;
    expectOk(await this.#shop.carts.add(userId, skuOf(product), 1));
  }
}
