import type { Refusal } from '../../src/index.ts';
import { type Seeded, seeded } from '../harness/seeded.ts';
import { zipf } from '../harness/zipf.ts';
import { IndexRing } from '../sale/indexRing.ts';
import {
  CANCELLED_PAID_SHARE,
  CANCELLED_UNPAID_SHARE,
  LEFT_UNPAID_SHARE,
  TWO_UNITS_SHARE,
  ZIPF_EXPONENT,
} from '../sale/limits.ts';
import { type FollowUp, OrderLifecycles } from '../sale/orderLifecycles.ts';
import type { Outcome } from '../sale/requestStream.ts';
import type { SaleAnswer, SaleIds, SaleShop } from '../sale/saleShop.ts';
import { sendFollowUp } from '../sale/sendFollowUp.ts';
import { DRAWS, LINES, MAX_ATTEMPTS, PATIENCE_MS, RETURN_SLOT_MS, RETURN_SLOTS } from './limits.ts';
import type { Timeline } from './timeline.ts';

export interface CrowdOptions {
  readonly shop: SaleShop;
  readonly ids: SaleIds;
  readonly seed: number;
  readonly timeline: Timeline;
  /** Milliseconds since the beginning of the run. */
  readonly now: () => number;
}

/** Somebody who fills a cart and buys it. */
class Shopper {
  readonly user: number;
  /** The lines in the cart. */
  lines = 0;
  attempts = 0;
  calledAt = 0;
  readonly onAnswer: (answer: SaleAnswer) => void;

  constructor(user: number, onAnswer: (shopper: Shopper, answer: SaleAnswer) => void) {
    this.user = user;
    this.onAnswer = (answer) => onAnswer(this, answer);
  }
}

/**
 * Shoppers who each put {@link LINES} lines into a cart and buy it, one step after the answer to the last. Who is
 * refused with `overloaded` comes back at the time that the refusal says, or leaves if that is too late. The
 * orders are paid, shipped, delivered or cancelled as in a sale.
 */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #shoppers: Shopper[];
  readonly #away: IndexRing;
  readonly #lifecycles = new OrderLifecycles();
  readonly #returning: Shopper[][] = Array.from({ length: RETURN_SLOTS }, () => []);
  readonly #products: Uint32Array;
  readonly #outcomes: Outcome[];
  #draw = 0;
  #returnedUntil = 0;
  #inShop = 0;
  #underWay = 0;
  /** Called when a shopper has left. */
  onLeft: () => void = () => {};
  firstError: string | undefined;
  /** Refusals `overloaded` without a time to come back. */
  withoutTime = 0;

  constructor(options: CrowdOptions) {
    const { ids, seed } = options;
    this.#options = options;
    const onAnswer = (shopper: Shopper, answer: SaleAnswer) => this.#answered(shopper, answer);
    this.#shoppers = ids.userIds.map((_, user) => new Shopper(user, onAnswer));
    this.#away = new IndexRing(ids.userIds.length);
    for (const { user } of this.#shoppers) this.#away.push(user);
    const random = seeded(seed);
    const rank = zipf({ size: ids.skus.length, exponent: ZIPF_EXPONENT }, random);
    this.#products = Uint32Array.from({ length: DRAWS }, rank);
    this.#outcomes = Array.from({ length: DRAWS }, () => drawOutcome(random));
  }

  /** Shoppers in the shop, orders that are under way, and commands without an answer. */
  get isBusy(): boolean {
    return this.#inShop > 0 || this.#underWay > 0 || this.#lifecycles.waiting > 0;
  }

  get inShop(): number {
    return this.#inShop;
  }

  /** A shopper comes in, unless all are there already. */
  arrive(now: number): void {
    const user = this.#away.shift();
    this.#options.timeline.at(now).arrived++;
    if (user === undefined) return;
    this.#inShop++;
    const shopper = this.#shoppers[user] as Shopper;
    shopper.lines = 0;
    shopper.attempts = 0;
    this.#act(shopper, now);
  }

  /** Lets those act whose time has come: shoppers who come back, and the next steps of orders. */
  goOn(now: number): void {
    const slot = Math.floor(now / RETURN_SLOT_MS);
    for (; this.#returnedUntil < slot; this.#returnedUntil++) {
      const returning = this.#returning[this.#returnedUntil % RETURN_SLOTS] as Shopper[];
      for (const shopper of returning.splice(0)) this.#act(shopper, now);
    }
    for (;;) {
      const kind = this.#lifecycles.due(now);
      if (kind === undefined) return;
      this.#step(kind);
    }
  }

  #act(shopper: Shopper, now: number): void {
    const { shop, ids } = this.#options;
    const userId = ids.userIds[shopper.user] as string;
    shopper.calledAt = now;
    if (shopper.lines === LINES) {
      shop.checkout(userId).then(shopper.onAnswer, this.#failed);
      return;
    }
    this.#draw = (this.#draw + 1) % DRAWS;
    const sku = ids.skus[this.#products[this.#draw] as number] as string;
    const quantity = this.#draw % Math.round(1 / TWO_UNITS_SHARE) === 0 ? 2 : 1;
    shop.carts.add(userId, sku, quantity).then(shopper.onAnswer, this.#failed);
  }

  #answered(shopper: Shopper, answer: SaleAnswer): void {
    const isCheckout = shopper.lines === LINES;
    if (!answer.ok) {
      // Refusals come at once: the time of the call is theirs.
      const now = shopper.calledAt;
      const second = this.#options.timeline.at(now);
      if (answer.refusal.code !== 'overloaded') {
        second.refusedElse++;
        this.#leave(shopper);
        return;
      }
      if (isCheckout) second.refusedBuy++;
      else second.refusedBrowse++;
      this.#comeBack(shopper, answer.refusal, now);
      return;
    }
    const now = this.#options.now();
    const second = this.#options.timeline.at(now);
    shopper.attempts = 0;
    if (!isCheckout) {
      second.addMs.push(now - shopper.calledAt);
      shopper.lines++;
      this.#act(shopper, now);
      return;
    }
    second.checkoutMs.push(now - shopper.calledAt);
    second.placed++;
    const orderId = answer.order?.orderId ?? '';
    this.#lifecycles.placed(orderId, this.#outcomes[shopper.user % DRAWS] as Outcome, now);
    this.#leave(shopper);
  }

  #comeBack(
    shopper: Shopper,
    refusal: Extract<Refusal, { code: 'overloaded' }>,
    now: number,
  ): void {
    const { retryAfterMs } = refusal;
    if (!(retryAfterMs > 0)) this.withoutTime++;
    shopper.attempts++;
    if (retryAfterMs > PATIENCE_MS || shopper.attempts >= MAX_ATTEMPTS) {
      this.#leave(shopper);
      return;
    }
    const slot = Math.ceil((now + retryAfterMs) / RETURN_SLOT_MS);
    (this.#returning[slot % RETURN_SLOTS] as Shopper[]).push(shopper);
  }

  #leave({ user }: Shopper): void {
    this.#inShop--;
    this.#away.push(user);
    this.onLeft();
  }

  #step(kind: FollowUp): void {
    const queue = this.#lifecycles.queues[kind];
    const { id, outcome } = queue;
    queue.shift();
    this.#underWay++;
    const step = { id, outcome };
    sendFollowUp(this.#options.shop, kind, step).then((answer) => {
      const now = this.#options.now();
      this.#underWay--;
      const isRefused = !answer.ok && answer.refusal.code === 'overloaded';
      if (isRefused) this.#options.timeline.at(now).refusedRelease++;
      this.#lifecycles.answered(kind, step, answer, now);
    }, this.#failed);
  }

  readonly #failed = (error: unknown): void => {
    this.firstError ??= error instanceof Error ? error.message : String(error);
  };
}

function drawOutcome(random: Seeded): Outcome {
  const drawn = random.uniform();
  if (drawn < CANCELLED_UNPAID_SHARE) return 'cancel-unpaid';
  if (drawn < CANCELLED_UNPAID_SHARE + CANCELLED_PAID_SHARE) return 'cancel-paid';
  const livesOn = drawn >= CANCELLED_UNPAID_SHARE + CANCELLED_PAID_SHARE + LEFT_UNPAID_SHARE;
  return livesOn ? 'deliver' : 'leave-unpaid';
}
