import type { Change, ShopFact } from '../../src/index.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Answered, Units } from './command.ts';
import type { ShopState } from './shopState.ts';

/** The first checkout with an idempotency key. */
export interface Purchase {
  /** The number of the batch before its own. */
  readonly batchBefore: number;
  /** The number of its own batch. */
  readonly batch: number;
  readonly at: number;
  /** Of the cart before it, without their order; empty for an empty cart. */
  readonly lines: string;
  /** True when it has bought the cart. */
  readonly hasOrder: boolean;
  /** Undefined until it was answered. */
  answer?: Answered;
}

const EMPTY_STORE: Checkpoint = {
  state: undefined,
  lastFact: 0,
  lowWatermark: 0,
  kept: new Set(),
  positions: new Map(),
  received: new Map(),
};

/** What happened to a shop over all its sessions, batch by batch. A crash undoes the lost batches. */
export class History {
  /** By the number of the batch; 0 is the empty store. */
  readonly checkpoints: Checkpoint[] = [EMPTY_STORE];
  /** All facts, fact 1 first. */
  readonly facts: ShopFact[] = [];
  /** By user and idempotency key: `user key`. */
  readonly purchases = new Map<string, Purchase>();
  /** All orders that were ever placed, also those that a crash has undone. */
  readonly orderIds = new Set<string>();

  get last(): Checkpoint {
    return this.checkpoints.at(-1) as Checkpoint;
  }

  /** The newest state that was read. */
  get state(): ShopState | undefined {
    return this.checkpoints.findLast(({ state }) => state !== undefined)?.state;
  }

  /** @returns the facts of each record that the batch deletes. */
  addBatch(
    number: number,
    batch: readonly Change[],
    { state, received }: { state?: ShopState | undefined; received?: Units | undefined },
  ): (readonly ShopFact[])[] {
    if (number !== this.checkpoints.length) throw new Error(`batch ${number} was not expected`);
    let { lowWatermark } = this.last;
    const kept = new Set(this.last.kept);
    const evicted: (readonly ShopFact[])[] = [];
    const positions = new Map(this.last.positions);
    const totals = new Map(this.last.received);
    for (const change of batch) {
      const [kind, name] = change.key;
      const isFact = kind === 'fact' || kind === 'brief';
      if (isFact && change.op === 'put') {
        const facts: readonly ShopFact[] = JSON.parse(change.value);
        this.#appendFacts(facts);
        for (const { seq } of facts) kept.add(seq);
      }
      if (isFact && change.op === 'delete') {
        const facts = this.#factsOfRecord(change.key.at(-1) as number);
        evicted.push(facts);
        for (const { seq } of facts) kept.delete(seq);
        if (kind === 'fact') lowWatermark = facts.at(-1)?.seq ?? lowWatermark;
      }
      if (kind === 'consumer' && change.op === 'delete') positions.delete(String(name));
      if (kind === 'consumer' && change.op === 'put') {
        positions.set(String(name), Number(change.value));
      }
    }
    if (received !== undefined) {
      totals.set(received.sku, (totals.get(received.sku) ?? 0) + received.quantity);
    }
    const lastFact = this.facts.length;
    this.checkpoints.push({ state, lastFact, lowWatermark, kept, positions, received: totals });
    return evicted;
  }

  /** Sets the state after the last batch: that of a shop that has just been opened. */
  setState(state: ShopState): void {
    this.checkpoints[this.checkpoints.length - 1] = { ...this.last, state };
  }

  /** Undoes everything after a batch, as a crash does. */
  truncateAfter(number: number): void {
    this.checkpoints.length = number + 1;
    this.facts.length = this.last.lastFact;
    for (const [name, { batch }] of this.purchases) if (batch > number) this.purchases.delete(name);
  }

  #appendFacts(facts: readonly ShopFact[]): void {
    this.facts.push(...facts);
    for (const fact of facts) if (fact.type === 'order.placed') this.orderIds.add(fact.orderId);
  }

  /** The facts of the record that begins with `first`: one record a batch. */
  #factsOfRecord(first: number): readonly ShopFact[] {
    const last = this.checkpoints.find(({ lastFact }) => lastFact >= first)?.lastFact ?? first;
    return this.facts.slice(first - 1, last);
  }
}
