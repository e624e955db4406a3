import type { Refusal } from '../../src/index.ts';
import { byKind, type Kind } from '../sale/metrics.ts';
import { type FollowUp, OrderLifecycles } from '../sale/orderLifecycles.ts';
import type { RequestStream } from '../sale/requestStream.ts';
import type { SaleAnswer, SaleIds, SaleShop } from '../sale/saleShop.ts';
import { sendFollowUp } from '../sale/sendFollowUp.ts';
import { MAX_BURST } from './limits.ts';
import type { VirtualClock } from './virtualClock.ts';

export interface VirtualSaleOptions {
  readonly shop: SaleShop;
  readonly clock: VirtualClock;
  readonly ids: SaleIds;
  readonly stream: RequestStream;
}

/** The commands of one kind. */
export interface CommandCost {
  count: number;
  /** Wall-clock time from each call to its answer, in milliseconds. */
  ms: number;
}

/**
 * A sale in virtual time: its requests and the steps of its orders one after the other, as fast as the
 * shop answers. Each happens at its due time on the shop's clock, and its answer is there before the
 * next one, so that what happens depends on the settings alone, not on the speed of the shop.
 */
export class VirtualSale {
  /** Refusals since the beginning: `checkout out-of-stock`. */
  readonly refusals: Record<string, number> = {};
  readonly #options: VirtualSaleOptions;
  readonly #lifecycles = new OrderLifecycles();
  #costs = byKind<CommandCost>(() => ({ count: 0, ms: 0 }));
  // The request under way.
  #id = '';
  #outcome: RequestStream['outcome'] = 'deliver';

  constructor(options: VirtualSaleOptions) {
    this.#options = options;
  }

  /** Fills the carts that exist when the sale begins. */
  async open(): Promise<void> {
    const { stream, shop, ids } = this.#options;
    for (const _ of stream.opening()) {
      const [userId, sku] = [ids.userIds[stream.user], ids.skus[stream.product]];
      await shop.carts.add(userId as string, sku as string, stream.quantity);
    }
    stream.next();
  }

  /** Returns the commands since the last call, or since the beginning. */
  takeCosts(): Record<Kind, CommandCost> {
    const costs = this.#costs;
    this.#costs = byKind<CommandCost>(() => ({ count: 0, ms: 0 }));
    return costs;
  }

  /** Runs everything that is due before this time, in milliseconds since the beginning. */
  async runUntil(end: number): Promise<void> {
    const { stream, clock } = this.#options;
    for (let burst = 1; ; burst++) {
      const followUp = this.#lifecycles.due(stream.dueAt);
      const dueAt = followUp === undefined ? stream.dueAt : this.#lifecycles.queues[followUp].dueAt;
      if (dueAt >= end) return;
      clock.ms = dueAt;
      const kind = followUp ?? stream.kind;
      const cost = this.#costs[kind];
      const startedAt = performance.now();
      const answering = followUp === undefined ? this.#request() : this.#followUp(followUp);
      const answer = answering === undefined ? undefined : await answering;
      cost.ms += performance.now() - startedAt;
      cost.count++;
      if (answer !== undefined) this.#answered(kind, answer);
      if (followUp === undefined) stream.next();
      if (burst % MAX_BURST === 0) await new Promise(setImmediate);
    }
  }

  #request(): Promise<SaleAnswer> | undefined {
    const { stream, shop, ids } = this.#options;
    const userId = ids.userIds[stream.user] as string;
    const sku = ids.skus[stream.product] as string;
    this.#id = userId;
    this.#outcome = stream.outcome;
    switch (stream.kind) {
      case 'browse':
        shop.products.get(sku);
        shop.carts.get(userId);
        return undefined;
      case 'add':
        return shop.carts.add(userId, sku, stream.quantity);
      case 'checkout':
        return shop.checkout(userId);
    }
  }

  #followUp(kind: FollowUp): Promise<SaleAnswer> {
    const queue = this.#lifecycles.queues[kind];
    const { id, outcome } = queue;
    queue.shift();
    this.#id = id;
    this.#outcome = outcome;
    return sendFollowUp(this.#options.shop, kind, { id, outcome });
  }

  #answered(kind: Kind, answer: SaleAnswer): void {
    if (!answer.ok) this.#count(kind, answer.refusal);
    const request = { id: this.#id, outcome: this.#outcome };
    this.#lifecycles.answered(kind, request, answer, this.#options.clock.ms);
  }

  #count(kind: Kind, { code, ...rest }: Refusal): void {
    if (code === 'closed') throw new Error('reason' in rest ? rest.reason : code);
    const name = `${kind} ${code}`;
    this.refusals[name] = (this.refusals[name] ?? 0) + 1;
  }
}
