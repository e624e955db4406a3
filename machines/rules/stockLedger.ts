import {
  type AllocatedUnits,
  type Allocation,
  type Plan,
  planAllocation,
  sumBySku,
} from './allocation.ts';

/** One SKU at one location. At all times `received = available + held + shipped`. */
export interface Balance {
  readonly location: string;
  received: number;
  available: number;
  held: number;
  shipped: number;
}

/** Units of one SKU that a hold reserves, by location. */
export interface HeldLine {
  readonly sku: string;
  readonly allocations: readonly AllocatedUnits[];
}

/** A reservation. It resolves exactly once: by shipment or by release (cancelled, timed out). */
export interface Hold {
  readonly orderId: string;
  readonly lines: readonly HeldLine[];
}

export interface RequestedLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Entries in a store, as {@link StockLedger.balances} returned them. */
export interface StoredStock {
  /** Returns a new list, which the ledger then owns and changes. */
  find(sku: string): Balance[] | undefined;
  skus(): Iterable<string>;
}

export interface LedgerOptions {
  /** Called with each SKU whose stock has changed, or will change within the same message. */
  readonly changed?: ((sku: string) => void) | undefined;
  /** Entries that are not loaded yet. Each is read when it is first needed. */
  readonly stored?: StoredStock | undefined;
}

/**
 * All stock of the shop by SKU and location, and all open holds.
 *
 * The inventory actor owns the only instance and is its only writer, one message at a time, so the
 * ledger needs no locks. It is changed in place: a copy for each message would cost time in
 * proportion to the size of the shop.
 */
export class StockLedger {
  readonly #entries = new Map<string, Balance[]>();
  readonly #holds = new Map<string, Hold>();
  readonly #changed: (sku: string) => void;
  readonly #stored: StoredStock | undefined;

  constructor({ changed = () => {}, stored }: LedgerOptions = {}) {
    this.#changed = changed;
    this.#stored = stored;
  }

  /** Restores a hold whose units the entries count as held. */
  restoreHold(hold: Hold): void {
    this.#holds.set(hold.orderId, hold);
  }

  /** Adds an entry. Locations with 0 units are kept, so that they are listed. */
  register(
    sku: string,
    stock: readonly { readonly location: string; readonly quantity: number }[],
  ) {
    if (this.has(sku)) throw new Error(`the ledger has an entry for ${sku} already`);
    this.#entries.set(
      sku,
      stock.map(({ location, quantity }) => ({
        location,
        received: quantity,
        available: quantity,
        held: 0,
        shipped: 0,
      })),
    );
    this.#changed(sku);
  }

  restock(sku: string, location: string, quantity: number): void {
    this.#changed(sku);
    const balance = this.#balance(sku, location);
    if (balance === undefined) {
      const fresh = { location, received: quantity, available: quantity, held: 0, shipped: 0 };
      this.#entry(sku).push(fresh);
      return;
    }
    balance.received += quantity;
    balance.available += quantity;
  }

  /** The locations that can serve the lines now, or what is short. Changes nothing. */
  plan(lines: readonly RequestedLine[], allocation: Allocation): Plan {
    const demands = [];
    for (const [sku, quantity] of sumBySku(lines)) {
      demands.push({ sku, quantity, stock: this.#entry(sku) });
    }
    return planAllocation(demands, allocation);
  }

  /** Turns a plan into a hold. The plan must have been made since the last change. */
  hold(orderId: string, allocations: ReadonlyMap<string, readonly AllocatedUnits[]>): void {
    if (this.#holds.has(orderId)) throw new Error(`order ${orderId} holds stock already`);
    // Made in its final length: V8 reserves sixteen more slots for an array that grows.
    const lines = new Array<HeldLine>(allocations.size);
    let index = 0;
    for (const [sku, taken] of allocations) {
      lines[index++] = { sku, allocations: taken };
      this.#changed(sku);
      for (const { location, quantity } of taken) {
        const balance = this.#required(sku, location);
        if (balance.available < quantity) {
          throw new Error(`${sku} at ${location}: ${quantity} to hold, ${balance.available} there`);
        }
        balance.available -= quantity;
        balance.held += quantity;
      }
    }
    this.#holds.set(orderId, { orderId, lines });
  }

  /** Makes the held units available again at their locations. */
  release(orderId: string): void {
    this.#resolve(orderId, (balance, quantity) => {
      balance.available += quantity;
    });
  }

  /** Counts the held units as shipped. */
  ship(orderId: string): void {
    this.#resolve(orderId, (balance, quantity) => {
      balance.shipped += quantity;
    });
  }

  #resolve(orderId: string, move: (balance: Balance, quantity: number) => void): void {
    const hold = this.#holds.get(orderId);
    if (hold === undefined) throw new Error(`order ${orderId} holds no stock`);
    this.#holds.delete(orderId);
    for (const { sku, allocations } of hold.lines) {
      this.#changed(sku);
      for (const { location, quantity } of allocations) {
        const balance = this.#required(sku, location);
        balance.held -= quantity;
        move(balance, quantity);
      }
    }
  }

  has(sku: string): boolean {
    return this.#find(sku) !== undefined;
  }

  holdOf(orderId: string): Hold | undefined {
    return this.#holds.get(orderId);
  }

  /** Units of the SKU that can be sold now, over all locations; 0 for an unknown SKU. */
  available(sku: string): number {
    let sum = 0;
    for (const balance of this.#find(sku) ?? []) sum += balance.available;
    return sum;
  }

  /** Units of the SKU that ever came in, over all locations. */
  received(sku: string): number {
    let sum = 0;
    for (const balance of this.#find(sku) ?? []) sum += balance.received;
    return sum;
  }

  balances(sku: string): readonly Readonly<Balance>[] {
    return this.#find(sku) ?? [];
  }

  skus(): IterableIterator<string> {
    for (const sku of this.#stored?.skus() ?? []) this.#find(sku);
    return this.#entries.keys();
  }

  openHolds(): IterableIterator<Hold> {
    return this.#holds.values();
  }

  #entry(sku: string): Balance[] {
    const entry = this.#find(sku);
    if (entry === undefined) throw new Error(`the ledger has no entry for ${sku}`);
    return entry;
  }

  #find(sku: string): Balance[] | undefined {
    const known = this.#entries.get(sku);
    if (known !== undefined || this.#stored === undefined) return known;
    const entry = this.#stored.find(sku);
    if (entry !== undefined) this.#entries.set(sku, entry);
    return entry;
  }

  #balance(sku: string, location: string): Balance | undefined {
    return this.#entry(sku).find((balance) => balance.location === location);
  }

  #required(sku: string, location: string): Balance {
    const balance = this.#balance(sku, location);
    if (balance === undefined) throw new Error(`${sku} has never been at ${location}`);
    return balance;
  }
}
