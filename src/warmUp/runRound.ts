import type { Answer } from '../commands/answer.ts';
import type { SimulatedClock } from '../runtime/simulatedClock.ts';
import type { Shop } from '../shopTypes.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS } from './limits.ts';

/** What a round runs in, and what it reports to. */
export interface RoundOptions {
  /** Its terms are those of `limits.ts`. */
  readonly shop: Shop;
  /** The clock of the shop. */
  readonly clock: SimulatedClock;
  /** No two rounds of a shop have the same number. */
  readonly number: number;
  /** The stock of a product with this many units. */
  readonly stockOf: (units: number) => number | Readonly<Record<string, number>>;
  /** Called with each answer. */
  readonly onAnswer: (answer: Answer<object>) => void;
}

const UNKNOWN = 'warm-up-unknown';

/**
 * Runs every command of a shop, each with every refusal that it has, and lets a cart and a payment
 * time out. An error of a custom strategy or chart ends only the command that it occurs in.
 */
export async function runRound(options: RoundOptions): Promise<void> {
  const round = new Round(options);
  await round.fill();
  await round.changeCarts();
  await round.completeOrder();
  await round.sellOut();
  await round.timeOut();
  round.read();
}

/** The users and products of one round, and what happens to them. */
class Round {
  readonly #options: RoundOptions;
  readonly #ada: string;
  readonly #grace: string;
  readonly #mug: string;
  /** At most 2 in one order. */
  readonly #console: string;
  /** One unit. */
  readonly #rarity: string;
  #orderId = UNKNOWN;

  constructor(options: RoundOptions) {
    this.#options = options;
    const idOf = (name: string) => `warm-up-${options.number}-${name}`;
    this.#ada = idOf('ada');
    this.#grace = idOf('grace');
    this.#mug = idOf('mug');
    this.#console = idOf('console');
    this.#rarity = idOf('rarity');
  }

  async fill(): Promise<void> {
    const { users, products } = this.#options.shop;
    await this.#run(() => users.register({ userId: this.#ada, name: 'Ada' }));
    await this.#run(() => users.register({ userId: this.#grace, name: 'Grace', member: true }));
    await this.#run(() => products.add(this.#product(this.#mug, 100)));
    const limits = { maxPerOrder: 2, maxPerUser: 3 };
    await this.#run(() => products.add({ ...this.#product(this.#console, 9), ...limits }));
    await this.#run(() => products.add(this.#product(this.#rarity, 1)));
    await this.#run(() => products.add(this.#product(this.#mug, 100)));
    await this.#run(() => products.update(this.#mug, { priceMinor: 950 }));
    await this.#run(() => products.update(UNKNOWN, { priceMinor: 950 }));
    await this.#run(() => products.restock(this.#mug, 10));
    await this.#run(() => products.restock(UNKNOWN, 10));
    await this.#run(() => products.review(this.#mug, { userId: this.#ada, rating: 5 }));
    await this.#run(() => products.review(UNKNOWN, { userId: this.#ada, rating: 5 }));
    await this.#run(() => products.review(this.#mug, { userId: UNKNOWN, rating: 5 }));
  }

  async changeCarts(): Promise<void> {
    const { carts, checkout } = this.#options.shop;
    await this.#run(() => carts.add(UNKNOWN, this.#mug, 1));
    await this.#run(() => carts.add(this.#ada, UNKNOWN, 1));
    await this.#run(() => carts.add(this.#ada, this.#mug, 1));
    await this.#run(() => carts.add(this.#ada, this.#rarity, 2));
    await this.#run(() => carts.add(this.#ada, this.#console, 1));
    await this.#run(() => carts.add(this.#ada, this.#console, 2));
    await this.#run(() => carts.add(this.#ada, this.#rarity, 1));
    await this.#run(() => carts.setQuantity(this.#ada, this.#mug, 2));
    await this.#run(() => carts.setQuantity(this.#ada, this.#console, 3));
    await this.#run(() => carts.setQuantity(this.#ada, this.#mug, 1000));
    await this.#run(() => carts.setQuantity(this.#ada, this.#rarity, 1));
    await this.#run(() => carts.setQuantity(UNKNOWN, this.#mug, 1));
    await this.#run(() => carts.setQuantity(this.#ada, UNKNOWN, 1));
    await this.#run(() => carts.remove(this.#ada, this.#rarity));
    await this.#run(() => carts.setQuantity(this.#ada, this.#rarity, 0));
    await this.#run(() => carts.remove(this.#ada, this.#console));
    await this.#run(() => carts.remove(UNKNOWN, this.#console));
    await this.#run(() => carts.clear(this.#grace));
    await this.#run(() => carts.clear(UNKNOWN));
    await this.#run(() => checkout(UNKNOWN));
    await this.#run(() => checkout(this.#grace));
  }

  /** Takes an order of two lines to its end; each step is also requested when it is too early or late. */
  async completeOrder(): Promise<void> {
    const { carts, orders } = this.#options.shop;
    await this.#run(() => carts.add(this.#ada, this.#console, 1));
    const orderId = await this.#buy(this.#ada);
    await this.#run(() => orders.ship(orderId, { trackingNumber: 'T-1' }));
    await this.#run(() => orders.confirm(orderId));
    await this.#run(() => orders.deliver(orderId));
    await this.#run(() => orders.ship(orderId, { trackingNumber: 'T-1' }));
    await this.#run(() => orders.cancel(orderId));
    await this.#run(() => orders.deliver(orderId));
    await this.#run(() => orders.confirm(orderId));
    await this.#run(() => orders.cancel(orderId, { reason: 'too late' }));
    await this.#run(() => orders.send(orderId, { type: 'order.confirm' }));
    await this.#run(() => orders.confirm(UNKNOWN));
    await this.#run(() => orders.ship(UNKNOWN, { trackingNumber: 'T-1' }));
    await this.#run(() => orders.deliver(UNKNOWN));
    await this.#run(() => orders.cancel(UNKNOWN));
    await this.#run(() => orders.send(UNKNOWN, { type: 'order.confirm' }));
  }

  /** Two users want the last unit; then the first one cancels, and a product gets a limit. */
  async sellOut(): Promise<void> {
    const { carts, orders, products, checkout } = this.#options.shop;
    await this.#run(() => carts.add(this.#ada, this.#rarity, 1));
    await this.#run(() => carts.add(this.#grace, this.#rarity, 1));
    const key = { idempotencyKey: this.#rarity };
    const orderId = await this.#buy(this.#ada, key);
    await this.#run(() => checkout(this.#ada, key));
    await this.#run(() => checkout(this.#ada, { ...key, expectedTotalMinor: 0 }));
    await this.#run(() => checkout(this.#grace));
    await this.#run(() => carts.add(this.#ada, this.#rarity, 1));
    await this.#run(() => orders.cancel(orderId, { reason: 'changed her mind' }));
    await this.#run(() => carts.clear(this.#grace));

    await this.#run(() => carts.add(this.#grace, this.#mug, 3));
    const paid = await this.#buy(this.#grace);
    await this.#run(() => orders.send(paid, { type: 'order.confirm' }));
    await this.#run(() => orders.cancel(paid, { reason: 'changed her mind' }));

    await this.#run(() => carts.add(this.#grace, this.#mug, 3));
    await this.#run(async () => this.#options.shop.quote(this.#grace));
    await this.#run(() => checkout(this.#grace, { expectedTotalMinor: 0 }));
    await this.#run(() => products.update(this.#mug, { maxPerOrder: 2 }));
    await this.#run(() => checkout(this.#grace));
    await this.#run(() => products.update(this.#mug, { maxPerOrder: null, maxPerUser: 2 }));
    await this.#run(() => checkout(this.#grace));
    await this.#run(() => carts.setQuantity(this.#grace, this.#mug, 1));
    await this.#run(() => products.update(this.#mug, { maxPerUser: null }));
  }

  /** An order is not paid, and a cart expires. */
  async timeOut(): Promise<void> {
    const { shop, clock } = this.#options;
    const orderId = await this.#buy(this.#grace);
    await this.#run(() => shop.carts.add(this.#ada, this.#mug, 1));
    clock.advance(PAYMENT_TIMEOUT_MS);
    await this.#run(() => shop.orders.confirm(orderId));
    clock.advance(CART_EXPIRY_MS);
    await this.#run(() => shop.carts.setQuantity(this.#ada, this.#mug, 2));
  }

  read(): void {
    const { shop } = this.#options;
    shop.products.get(this.#mug);
    shop.products.get(UNKNOWN);
    shop.carts.get(this.#ada);
    shop.carts.get(UNKNOWN);
    shop.orders.get(this.#orderId);
    shop.orders.list({ userId: this.#grace });
    shop.orders.history(this.#orderId);
  }

  /** Checks the cart out. @returns the id of the order; one that there is not if it is refused. */
  async #buy(userId: string, options?: { readonly idempotencyKey: string }): Promise<string> {
    const { checkout } = this.#options.shop;
    const answer = await this.#run(() =>
      options === undefined ? checkout(userId) : checkout(userId, options),
    );
    this.#orderId = answer?.ok === true ? answer.order.orderId : UNKNOWN;
    return this.#orderId;
  }

  /** @returns undefined if the command rejects. */
  async #run<Result extends object>(
    command: () => Promise<Answer<Result>>,
  ): Promise<Answer<Result> | undefined> {
    try {
      const answer = await command();
      this.#options.onAnswer(answer);
      return answer;
    } catch {
      return undefined;
    }
  }

  #product(sku: string, units: number) {
    const stock = this.#options.stockOf(units);
    return { sku, name: 'Product of a warm-up', category: 'warm-up', priceMinor: 900, stock };
  }
}
