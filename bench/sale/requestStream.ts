import { type Seeded, seeded } from '../harness/seeded.ts';
import { zipf } from '../harness/zipf.ts';
import {
  CANCELLED_PAID_SHARE,
  CANCELLED_UNPAID_SHARE,
  FILLING_SECONDS,
  HOT_PRODUCTS,
  LEFT_UNPAID_SHARE,
  READY_SECONDS,
  TWO_UNITS_SHARE,
  ZIPF_EXPONENT,
} from './limits.ts';
import { requestsPerSecond, type SaleSettings } from './readArguments.ts';
import { Shoppers } from './shoppers.ts';

export type RequestKind = 'browse' | 'add' | 'checkout';

/** The outcome of an order, which is drawn when it is placed. */
export type Outcome = 'deliver' | 'cancel-unpaid' | 'cancel-paid' | 'leave-unpaid';

/** The time in which the hot products are requested, in milliseconds of the run. */
export interface HotTime {
  readonly from: number;
  readonly until: number;
}

/**
 * The requests of a sale, one after the other: the members describe the current request, and
 * {@link next} moves to the next one. The stream does not depend on the answers of the shop or their
 * timing: the same settings make the same requests.
 *
 * Arrivals are a Poisson process, and the kind of each request is drawn. A checkout that finds no
 * full cart changes places with one of the adds after it.
 */
export class RequestStream {
  /** Milliseconds since the start. */
  dueAt = 0;
  kind: RequestKind = 'browse';
  /** Index of the user. */
  user = 0;
  /** Index of the product; without meaning for a checkout. */
  product = 0;
  /** The units of an add. */
  quantity = 1;
  /** The outcome of the order of a checkout. */
  outcome: Outcome = 'deliver';

  readonly #settings: SaleSettings;
  readonly #hotTime: HotTime;
  readonly #random: Seeded;
  readonly #shoppers: Shoppers;
  readonly #rank: () => number;
  /** The product's index by rank of popularity. Popular products are spread over the memory. */
  readonly #products: Uint32Array;
  readonly #meanGapMs: number;
  #checkoutsOwed = 0;

  constructor(settings: SaleSettings, hotTime: HotTime) {
    const { tps, users, products, mix, hot, seed } = settings;
    this.#settings = settings;
    this.#hotTime = hotTime;
    this.#random = seeded(seed);
    this.#meanGapMs = 1000 / requestsPerSecond(settings);
    const regular = hot > 0 ? products - HOT_PRODUCTS : products;
    this.#products = shuffled(regular, seeded(seed, 1));
    this.#rank = zipf({ size: regular, exponent: ZIPF_EXPONENT }, this.#random);
    this.#shoppers = new Shoppers(
      {
        users,
        fillingLimit: Math.ceil(Math.min(users / 2, tps * FILLING_SECONDS)),
        linesPerCart: mix.add / mix.checkout,
      },
      this.#random,
    );
  }

  /** The adds before the sale opens. Each sets the members. Consume all before {@link next}. */
  *opening(): Generator<void> {
    const { users, tps } = this.#settings;
    this.kind = 'add';
    for (const user of this.#shoppers.open(Math.floor(Math.min(users / 4, tps * READY_SECONDS)))) {
      this.#fillLine(user);
      yield;
    }
  }

  /** Moves to the next request. */
  next(): void {
    const random = this.#random;
    this.dueAt += random.exponential(this.#meanGapMs);
    const { mix, users } = this.#settings;
    const drawn = random.uniform();
    if (drawn < mix.browse) {
      this.kind = 'browse';
      this.user = random.integer(users);
      this.product = this.#products[this.#rank()] as number;
    } else {
      this.#act(drawn < mix.browse + mix.add ? 'add' : 'checkout');
    }
  }

  #act(drawn: 'add' | 'checkout'): void {
    const shoppers = this.#shoppers;
    const isReady = shoppers.isAnyCartFull;
    if (drawn === 'checkout' && !isReady) this.#checkoutsOwed++;
    const isOwed = drawn === 'add' && this.#checkoutsOwed > 0 && isReady;
    if (isOwed) this.#checkoutsOwed--;
    if (isReady && (drawn === 'checkout' || isOwed)) {
      this.kind = 'checkout';
      this.user = shoppers.nextToCheckout();
      this.outcome = this.#drawOutcome();
    } else {
      this.kind = 'add';
      this.#fillLine(shoppers.nextToAdd());
    }
  }

  #fillLine(user: number): void {
    const random = this.#random;
    const { hot, products } = this.#settings;
    const isHotTime = this.dueAt >= this.#hotTime.from && this.dueAt < this.#hotTime.until;
    this.user = user;
    if (isHotTime && random.uniform() < hot) {
      this.product = products - 1 - random.integer(HOT_PRODUCTS);
      this.quantity = 1;
    } else {
      this.product = this.#products[this.#rank()] as number;
      this.quantity = random.uniform() < TWO_UNITS_SHARE ? 2 : 1;
    }
  }

  #drawOutcome(): Outcome {
    const drawn = this.#random.uniform();
    if (drawn < CANCELLED_UNPAID_SHARE) return 'cancel-unpaid';
    if (drawn < CANCELLED_UNPAID_SHARE + CANCELLED_PAID_SHARE) return 'cancel-paid';
    const livesOn = drawn >= CANCELLED_UNPAID_SHARE + CANCELLED_PAID_SHARE + LEFT_UNPAID_SHARE;
    return livesOn ? 'deliver' : 'leave-unpaid';
  }
}

/** The numbers from 0 to below `size` in random order, all orders equally likely (Fisher-Yates). */
function shuffled(size: number, random: Seeded): Uint32Array {
  const items = Uint32Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const item = items[last] as number;
    items[last] = items[other] as number;
    items[other] = item;
  }
  return items;
}
