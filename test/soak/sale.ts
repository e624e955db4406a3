import { setTimeout as sleep } from 'node:timers/promises';
import { type Seeded, seeded } from '../../bench/harness/seeded.ts';
import type { Answer, Order, Shop } from '../../src/index.ts';
import type { Command, OrderCommand } from './command.ts';
import { FIRST_STOCK, MAX_THINK_MS, PRODUCTS, SHOPPERS } from './limits.ts';

export const SKUS = Array.from({ length: PRODUCTS }, (_, index) => `sku-${index}`);
export const SHOPPER_IDS = Array.from({ length: SHOPPERS }, (_, index) => `user-${index}`);

export interface SaleOptions {
  readonly shop: Shop;
  readonly seed: number;
  /** The number of this process on the store: 1, 2, 3, ... */
  readonly processNumber: number;
  /** Runs the command and writes it to the journal. */
  readonly run: (command: Command) => Promise<Answer<object>>;
}

/** Runs a random sale without end: each shopper and each clerk sends one command after the other. */
export async function runSale(options: SaleOptions): Promise<never> {
  const { shop, seed, run } = options;
  for (const sku of SKUS) {
    if (shop.products.get(sku) === undefined)
      await run({ type: 'products.add', sku, stock: FIRST_STOCK });
  }
  for (const userId of SHOPPER_IDS) {
    if (shop.users.get(userId) === undefined)
      await run({ type: 'users.register', userId, name: userId });
  }
  const clerks = SKUS.map((sku, index) => clerk(sku, seeded(seed, index + 1), run));
  const shoppers = SHOPPER_IDS.map((userId, index) =>
    new Shopper(options, userId, seeded(seed, PRODUCTS + index + 1)).shop(),
  );
  await Promise.all([...clerks, ...shoppers]);
  throw new Error('the sale is over');
}

/** Restocks less than the shoppers want, so that a product is mostly sold out. */
async function clerk(sku: string, random: Seeded, run: SaleOptions['run']): Promise<void> {
  for (;;) {
    await sleep(random.integer(8 * MAX_THINK_MS));
    if (random.uniform() < 0.5)
      await run({ type: 'products.restock', sku, quantity: 1 + random.integer(4) });
    else await run({ type: 'products.update', sku, priceMinor: 100 + random.integer(900) });
  }
}

class Shopper {
  readonly #options: SaleOptions;
  readonly #userId: string;
  readonly #random: Seeded;
  #attempts = 0;
  #lastKey: string | undefined;

  constructor(options: SaleOptions, userId: string, random: Seeded) {
    this.#options = options;
    this.#userId = userId;
    this.#random = random;
  }

  async shop(): Promise<void> {
    for (;;) {
      await sleep(this.#random.integer(MAX_THINK_MS));
      await this.#act();
    }
  }

  async #act(): Promise<void> {
    const { run } = this.#options;
    const userId = this.#userId;
    const sku = SKUS[this.#random.integer(SKUS.length)] as string;
    const quantity = 1 + this.#random.integer(3);
    const dice = this.#random.uniform();
    if (dice < 0.3) await run({ type: 'carts.add', userId, sku, quantity });
    else if (dice < 0.35)
      await run({ type: 'carts.setQuantity', userId, sku, quantity: quantity - 1 });
    else if (dice < 0.38) await run({ type: 'carts.remove', userId, sku });
    else if (dice < 0.4) await run({ type: 'carts.clear', userId });
    else if (dice < 0.65) await this.#checkOut();
    else if (dice < 0.95) await this.#changeOrder();
    else if (dice < 0.98)
      await run({ type: 'products.review', sku, userId, rating: 1 + this.#random.integer(5) });
    else await run({ type: 'users.register', userId, name: `Name ${this.#random.integer(1000)}` });
  }

  /** Mostly with a key; sometimes repeats the last key, or sends the same checkout twice at once. */
  async #checkOut(): Promise<void> {
    const dice = this.#random.uniform();
    if (dice < 0.15) {
      await this.#options.run(this.#attempt());
    } else if (dice < 0.25 && this.#lastKey !== undefined) {
      await this.#options.run(this.#attempt(this.#lastKey));
    } else {
      const { seed, processNumber } = this.#options;
      this.#lastKey = `k-${seed}-${processNumber}-${this.#attempts}`;
      const copies = dice < 0.4 ? 2 : 1;
      await Promise.all(
        Array.from({ length: copies }, () => this.#options.run(this.#attempt(this.#lastKey))),
      );
    }
  }

  #attempt(key?: string): Command {
    const { processNumber } = this.#options;
    const orderId = `o-${processNumber}-${this.#userId}-${++this.#attempts}`;
    return {
      type: 'checkout',
      userId: this.#userId,
      orderId,
      ...(key !== undefined && { key }),
    };
  }

  async #changeOrder(): Promise<void> {
    const { shop, run } = this.#options;
    const orders = shop.orders.list({ userId: this.#userId, limit: 6 });
    const open = orders.filter(({ state }) => NEXT[state] !== undefined);
    const order = open[this.#random.integer(Math.max(1, open.length))];
    if (order === undefined) return;
    await run({ type: this.#stepOf(order), orderId: order.orderId });
  }

  #stepOf({ state }: Order): OrderCommand['type'] {
    if (this.#random.uniform() < 0.15) return 'orders.cancel';
    // Events may also be sent as they are.
    if (state === 'shipped' && this.#random.uniform() < 0.2) return 'orders.send';
    return NEXT[state] as OrderCommand['type'];
  }
}

const NEXT: Readonly<Record<string, OrderCommand['type']>> = {
  pending: 'orders.confirm',
  confirmed: 'orders.ship',
  shipped: 'orders.deliver',
};
