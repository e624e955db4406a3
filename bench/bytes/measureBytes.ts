import { setImmediate } from 'node:timers/promises';
import type { Answer, Order, Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { type Purchase, Purchases, skuOf, userIdOf } from '../closedLoop/purchases.ts';
import { loadBuild } from '../harness/build.ts';
import { GcPauses } from '../harness/gcPauses.ts';
import { median } from '../harness/median.ts';
import { seeded } from '../harness/seeded.ts';
import type { OnProgress } from '../scaling/point.ts';
import { PRODUCTS, STOCK, WARM_UP_ROUNDS } from './limits.ts';

/** The task of one process. */
export interface BytesTask {
  /** The path of the main module of a build. */
  readonly module: string;
  readonly commands: number;
  readonly rounds: number;
  readonly seed: number;
}

export const STEPS = [
  'add, first line',
  'add, second line',
  'browse',
  'checkout',
  'confirm',
  'ship',
  'deliver',
  'cancel',
] as const;
export type Step = (typeof STEPS)[number];

/** The bytes of a build; medians of the rounds. */
export interface BytesRun {
  /** Bytes that one command allocates, by command. */
  readonly allocated: Readonly<Record<Step, number>>;
  /** Bytes that are in use for one cart of two lines. */
  readonly openCart: number;
  /** Bytes that are in use for one delivered order of two lines. */
  readonly finishedOrder: number;
}

/** Facts that a service listens to, as a sale does. */
const FACTS = ['cart.expired', 'order.placed', 'order.shipped', 'order.delivered'] as const;

/** Measures the bytes of the commands of a build. Needs `--expose-gc`. */
export async function measureBytes(task: BytesTask, onProgress: OnProgress): Promise<BytesRun> {
  const { module, commands, rounds, seed } = task;
  const shop = await (await loadBuild(module))();
  for (let product = 0; product < PRODUCTS; product++) {
    const details = { name: `Product ${product}`, category: 'all', priceMinor: 1000 };
    expectOk(await shop.products.add({ sku: skuOf(product), ...details, stock: STOCK }));
  }
  for (let user = 0; user < commands; user++) {
    expectOk(await shop.users.register({ userId: userIdOf(user), name: 'User' }));
  }
  for (const type of FACTS) shop.on(type, () => {});
  const purchases = new Purchases({ products: PRODUCTS, users: commands }, seeded(seed));
  const bytes = new Bytes(shop);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    if (round === 0) bytes.forget();
    await bytes.round(purchases.take(commands));
    onProgress({ stage: 'rounds', done: round + WARM_UP_ROUNDS, total: rounds + WARM_UP_ROUNDS });
  }
  const { ok, problems } = shop.audit();
  if (!ok) throw new Error(`the audit finds: ${problems.join('; ')}`);
  return bytes.medians();
}

/** The samples of all rounds. */
class Bytes {
  readonly #shop: Shop;
  #allocated = new Map<Step, number[]>();
  #openCart: number[] = [];
  #finishedOrder: number[] = [];

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  forget(): void {
    this.#allocated = new Map();
    this.#openCart = [];
    this.#finishedOrder = [];
  }

  /** @throws Error if each sample of a step was disturbed by a garbage collection. */
  medians(): BytesRun {
    const allocated = STEPS.map((step) => {
      const samples = this.#allocated.get(step);
      if (samples !== undefined) return [step, median(samples)];
      throw new Error(`${step}: garbage was collected in each round: expected fewer --commands`);
    });
    return {
      allocated: Object.fromEntries(allocated) as Record<Step, number>,
      openCart: median(this.#openCart),
      finishedOrder: median(this.#finishedOrder),
    };
  }

  /** Takes orders of two lines to their delivery, then others to their cancellation. */
  async round(purchases: readonly Purchase[]): Promise<void> {
    const { carts, checkout, orders, products } = this.#shop;
    // Made in its length beforehand, as it is no part of what is measured.
    const orderIds = new Array<string>(purchases.length).fill('');
    const count = purchases.length;
    const before = inUse();
    await this.#step('add, first line', purchases, ({ userId, skus }) =>
      carts.add(userId, skus[0], 1),
    );
    await this.#step('add, second line', purchases, ({ userId, skus }) =>
      carts.add(userId, skus[1], 1),
    );
    this.#openCart.push((inUse() - before) / count);
    await this.#step('browse', purchases, ({ userId, skus }) => {
      products.get(skus[0]);
      carts.get(userId);
      return undefined;
    });
    const place = ({ userId }: Purchase) => checkout(userId);
    await this.#step('checkout', purchases, place, orderIds);
    const idOf = (_: Purchase, index: number) => orderIds[index] as string;
    await this.#step('confirm', purchases, (...at) => orders.confirm(idOf(...at)));
    await this.#step('ship', purchases, (...at) =>
      orders.ship(idOf(...at), { trackingNumber: 'T-1' }),
    );
    await this.#step('deliver', purchases, (...at) => orders.deliver(idOf(...at)));
    this.#finishedOrder.push((inUse() - before) / count);

    for (const [index, { userId, skus }] of purchases.entries()) {
      for (const sku of skus) expectOk(await carts.add(userId, sku, 1));
      orderIds[index] = expectOk(await checkout(userId)).order.orderId;
    }
    await this.#step('cancel', purchases, (...at) =>
      orders.cancel(idOf(...at), { reason: 'changed-mind' }),
    );
  }

  /**
   * Runs one command for each purchase, and takes a sample of the bytes that they allocate, unless
   * garbage is collected meanwhile.
   */
  async #step(
    name: Step,
    purchases: readonly Purchase[],
    run: (purchase: Purchase, index: number) => Promise<Answer<{ order?: Order }>> | undefined,
    orderIds?: string[],
  ): Promise<void> {
    inUse();
    const pauses = new GcPauses();
    pauses.begin();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < purchases.length; index++) {
      const answering = run(purchases[index] as Purchase, index);
      if (answering === undefined) continue;
      const { order } = expectOk(await answering);
      if (orderIds !== undefined && order !== undefined) orderIds[index] = order.orderId;
    }
    const allocated = process.memoryUsage().heapUsed - before;
    const endedAt = performance.now();
    // Node.js reports a garbage collection one turn of the event loop later.
    await setImmediate();
    if (pauses.end(endedAt).count > 0) return;
    const samples = this.#allocated.get(name) ?? [];
    samples.push(allocated / purchases.length);
    this.#allocated.set(name, samples);
  }
}

/** The bytes that are in use after a full garbage collection. */
function inUse(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('expected the option --expose-gc');
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
