import type { AllocatedUnits, Allocation } from './allocation.ts';
import { type HeldLine, type Hold, OpenHold, type OpenHolds } from './hold.ts';
import type { LedgerOptions } from './ledgerOptions.ts';
import { sharedAllocations } from './sharedAllocations.ts';
import { SoftHolds } from './softHolds.ts';
import {
  addBalance,
  availableUnits,
  type Balance,
  balanceAt,
  copyBalances,
  receivedUnits,
  requiredBalance,
  type StockEntries,
  type StockEntry,
  StockEntryMap,
} from './stockEntry.ts';
import {
  mergeLines,
  planStock,
  type RequestedLine,
  type ShortPlan,
  StockPlan,
} from './stockPlan.ts';

/**
 * All stock of the shop by SKU and location, all open holds, and the soft holds of carts.
 *
 * The inventory actor owns the only instance and is its only writer, one message at a time, so the
 * ledger needs no locks. It is changed in place: a copy for each message would cost time in
 * proportion to the size of the shop.
 */
export class StockLedger {
  /** The units that are reserved for carts. */
  readonly softHolds: SoftHolds;
  readonly #entries: StockEntries;
  readonly #holds: OpenHolds;
  /** The number of the last hold. */
  #lastHold = 0;
  readonly #changed: (sku: string, entry: StockEntry) => void;
  readonly #stored: LedgerOptions['stored'];

  /** Makes a ledger. @param options all optional: without them it is empty, and in memory. */
  constructor({
    changed = () => {},
    stored,
    entries = new StockEntryMap(),
    holds = new Map<string, OpenHold>(),
  }: LedgerOptions = {}) {
    this.#changed = changed;
    this.#stored = stored;
    this.#entries = entries;
    this.#holds = holds;
    this.softHolds = new SoftHolds({
      entryOf: (sku) => this.#required(sku),
      changed: (entry) => this.#changed(entry.sku, entry),
    });
  }

  /** Restores a hold whose units the entries count as held. @param hold its units; `orderId` must have none yet. */
  restoreHold({ orderId, lines }: Hold): void {
    this.#holds.set(orderId, new OpenHold(orderId, lines, undefined, ++this.#lastHold));
  }

  /**
   * Adds an entry. Locations with 0 units are kept, so that they are listed.
   *
   * @param sku the product; it must have no entry yet.
   * @param stock the units of each location, 0 or more; each location once.
   * @throws Error if there is an entry.
   */
  register(
    sku: string,
    stock: readonly { readonly location: string; readonly quantity: number }[],
  ) {
    if (this.has(sku)) throw new Error(`the ledger has an entry for ${sku} already`);
    const entry = this.#load(
      sku,
      stock.map(({ location, quantity }) => received(location, quantity)),
    );
    this.#changed(sku, entry);
  }

  /**
   * Adds units at a location, which may be a new one.
   *
   * @param sku the product; it must have an entry.
   * @param location where the units come in.
   * @param quantity units, 1 or more.
   * @throws Error if there is no entry.
   */
  restock(sku: string, location: string, quantity: number): void {
    const entry = this.#required(sku);
    const balance = balanceAt(entry, location);
    if (balance === undefined) {
      addBalance(entry, received(location, quantity));
    } else {
      balance.received += quantity;
      balance.available += quantity;
    }
    this.#changed(sku, entry);
  }

  /**
   * The locations that can serve the lines now, or what is short. Changes nothing.
   *
   * @param lines units by SKU; a SKU may be in more than one line.
   * @param allocation which locations come first.
   * @param userId of the buyer, whose cart may have units reserved: these are available, too.
   */
  plan(
    lines: readonly RequestedLine[],
    allocation: Allocation,
    userId?: string,
  ): StockPlan | ShortPlan {
    const wanted = mergeLines(lines);
    return planStock(
      wanted,
      this.#entriesOf(wanted),
      allocation,
      userId,
      this.softHolds.of(userId),
    );
  }

  /**
   * Turns a plan into a hold. The plan must have been made since the last change, for the same buyer: what the
   * buyer's cart has reserved is in it.
   *
   * @param orderId the order that the units are held for.
   * @param plan what {@link StockLedger.plan} has returned.
   * @param userId the buyer of the plan: what the cart has reserved ends.
   * @throws Error if the order holds units already, or fewer are available than the plan says.
   */
  reserve(orderId: string, { lines, entries }: StockPlan, userId?: string): void {
    if (this.#holds.get(orderId) !== undefined) {
      throw new Error(`order ${orderId} holds stock already`);
    }
    this.softHolds.release(userId);
    for (let index = 0; index < lines.length; index++) {
      const entry = entries[index] as StockEntry;
      const { allocations } = lines[index] as HeldLine;
      for (let part = 0; part < allocations.length; part++) {
        const { location, quantity } = allocations[part] as AllocatedUnits;
        const balance = requiredBalance(entry, location);
        if (balance.available < quantity) {
          throw new Error(
            `${entry.sku} at ${location}: ${quantity} to hold, ${balance.available} there`,
          );
        }
        balance.available -= quantity;
        balance.held += quantity;
      }
      this.#changed(entry.sku, entry);
    }
    this.#holds.set(orderId, new OpenHold(orderId, lines, entries, ++this.#lastHold));
  }

  /**
   * Holds units that were chosen without a plan of this ledger.
   *
   * @param orderId the order that the units are held for.
   * @param allocations the units by SKU and location.
   * @throws Error if the order holds units already, or fewer are available.
   */
  hold(orderId: string, allocations: ReadonlyMap<string, readonly AllocatedUnits[]>): void {
    const lines = Array.from(allocations, ([sku, taken]) => {
      return { sku, allocations: sharedAllocations.copyOf(taken) };
    });
    this.reserve(orderId, new StockPlan(lines, this.#entriesOf(lines)));
  }

  /**
   * Makes the held units available again at their locations.
   *
   * @param orderId the order whose hold ends.
   * @throws Error if it holds nothing.
   */
  release(orderId: string): void {
    this.#resolve(orderId, makeAvailable);
  }

  /**
   * Counts the held units as shipped.
   *
   * @param orderId the order whose hold ends.
   * @throws Error if it holds nothing.
   */
  ship(orderId: string): void {
    this.#resolve(orderId, countAsShipped);
  }

  #resolve(orderId: string, move: (balance: Balance, quantity: number) => void): void {
    const hold = this.#holds.get(orderId);
    if (hold === undefined) throw new Error(`order ${orderId} holds no stock`);
    const entries = this.entriesOf(hold);
    this.#holds.delete(orderId);
    const { lines } = hold;
    for (let index = 0; index < lines.length; index++) {
      const entry = entries[index] as StockEntry;
      const { allocations } = lines[index] as HeldLine;
      for (let part = 0; part < allocations.length; part++) {
        const { location, quantity } = allocations[part] as AllocatedUnits;
        const balance = requiredBalance(entry, location);
        balance.held -= quantity;
        move(balance, quantity);
      }
      this.#changed(entry.sku, entry);
    }
  }

  /** True when the SKU has an entry, be it without units. @param sku the product. */
  has(sku: string): boolean {
    return this.#find(sku) !== undefined;
  }

  /** The open hold of an order; undefined if it has none. @param orderId the order. */
  holdOf(orderId: string): OpenHold | undefined {
    return this.#holds.get(orderId);
  }

  /** The entries of the lines of an open hold, in the same order. @param hold one of this ledger. */
  entriesOf(hold: OpenHold): readonly StockEntry[] {
    hold.entries ??= this.#entriesOf(hold.lines);
    return hold.entries;
  }

  /** Units of the SKU that can be sold now, over all locations; 0 for an unknown SKU. @param sku the product. */
  available(sku: string): number {
    const entry = this.#find(sku);
    return entry === undefined ? 0 : availableUnits(entry);
  }

  /** Units of the SKU that ever came in, over all locations. @param sku the product. */
  received(sku: string): number {
    const entry = this.#find(sku);
    return entry === undefined ? 0 : receivedUnits(entry);
  }

  /** The balances of the SKU as they are now, by location; empty for an unknown SKU. @param sku the product. */
  balances(sku: string): readonly Readonly<Balance>[] {
    const entry = this.#find(sku);
    return entry === undefined ? [] : copyBalances(entry);
  }

  /** All SKUs that have an entry, in any order. */
  *skus(): IterableIterator<string> {
    for (const sku of this.#stored?.skus() ?? []) this.#find(sku);
    for (const { sku, isRegistered } of this.#entries.values()) if (isRegistered) yield sku;
  }

  /** All open holds, in the order of reservation. */
  openHolds(): Iterable<Hold> {
    return this.#holds.values();
  }

  #entriesOf(lines: readonly { readonly sku: string }[]): StockEntry[] {
    const entries = new Array<StockEntry>(lines.length);
    for (let index = 0; index < entries.length; index++) {
      entries[index] = this.#required((lines[index] as { readonly sku: string }).sku);
    }
    return entries;
  }

  #required(sku: string): StockEntry {
    const entry = this.#find(sku);
    if (entry === undefined) throw new Error(`the ledger has no entry for ${sku}`);
    return entry;
  }

  #find(sku: string): StockEntry | undefined {
    const known = this.#entries.get(sku);
    if (known?.isRegistered === true) return known;
    if (this.#stored === undefined) return undefined;
    const balances = this.#stored.find(sku);
    return balances === undefined ? undefined : this.#load(sku, balances);
  }

  #load(sku: string, balances: readonly Readonly<Balance>[]): StockEntry {
    const entry = this.#entries.getOrCreate(sku);
    for (const balance of balances) addBalance(entry, balance);
    entry.isRegistered = true;
    return entry;
  }
}

/** The balance of a location that units have just come to. */
function received(location: string, quantity: number): Balance {
  return { location, received: quantity, available: quantity, held: 0, shipped: 0 };
}

function makeAvailable(balance: Balance, quantity: number): void {
  balance.available += quantity;
}

function countAsShipped(balance: Balance, quantity: number): void {
  balance.shipped += quantity;
}
