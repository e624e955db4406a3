import type { ShopFact } from '../../facts/factBus.ts';
import type { Change } from '../../store/store.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Units } from './command.ts';
import type { ShopState } from './shopState.ts';

/** What is known when a batch is committed, beside its changes. */
export interface Moment {
  /** The time of the shop, epoch milliseconds. */
  readonly at: number;
  /** Reads the state; undefined while the shop is being opened. Called once the users of the batch are known. */
  readonly read?: (() => ShopState) | undefined;
  /** The units that the running command receives into stock. */
  readonly received?: Units | undefined;
}

const EMPTY_STORE: Checkpoint = {
  state: undefined,
  at: 0,
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
  /** All users that were ever registered, also those that a crash has undone. */
  readonly userIds = new Set<string>();
  /** The SKUs of all products that were ever added, also those that a crash has undone. */
  readonly skus = new Set<string>();
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
    { at, read, received }: Moment,
  ): (readonly ShopFact[])[] {
    if (number !== this.checkpoints.length) throw new Error(`batch ${number} was not expected`);
    let { lowWatermark } = this.last;
    const kept = new Set(this.last.kept);
    const evicted: (readonly ShopFact[])[] = [];
    const positions = new Map(this.last.positions);
    const totals = new Map(this.last.received);
    for (const change of batch) {
      const [kind, name] = change.key;
      if (kind === 'product' && change.op === 'put') this.skus.add(String(name));
      if (kind === 'user' && change.op === 'put') this.userIds.add(String(name));
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
    const state = read?.();
    this.checkpoints.push({ state, at, lastFact, lowWatermark, kept, positions, received: totals });
    return evicted;
  }

  /** Sets the state after the last batch: that of a shop that has just been opened. */
  setState(state: ShopState): void {
    this.checkpoints[this.checkpoints.length - 1] = { ...this.last, state };
  }

  /** Counts the units that a set-up has received, which has given no single commands. */
  setReceived(received: ReadonlyMap<string, number>): void {
    this.checkpoints[this.checkpoints.length - 1] = { ...this.last, received };
  }

  /** Undoes everything after a batch, as a crash does. */
  truncateAfter(number: number): void {
    this.checkpoints.length = number + 1;
    this.facts.length = this.last.lastFact;
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
