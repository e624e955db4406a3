/** One SKU at one location. At all times `received = available + held + shipped`. */
export interface Balance {
  /** Its name. */
  readonly location: string;
  /** Units that ever came in. */
  received: number;
  /** Units that can be sold now. */
  available: number;
  /** Units that are reserved for orders and carts. */
  held: number;
  /** Units that have left with orders. */
  shipped: number;
}

/**
 * The stock of one SKU. The entry itself is the balance of its first location, so that the usual SKU,
 * which has one location, is a single object. Further locations have balances of their own.
 */
export class StockEntry {
  /** The product. */
  readonly sku: string;
  /** True when the SKU has been registered or read from a store; an entry without stock has no units. */
  isRegistered = false;
  /** The first location; undefined without any. */
  location: string | undefined = undefined;
  /** Units that ever came in at the first location. */
  received = 0;
  /** Units that are reserved for orders and carts at the first location. */
  held = 0;
  /** Units that have left the first location with orders. */
  shipped = 0;
  /** Units that can be sold now at the first location. */
  available = 0;
  /** The balances of all locations but the first; undefined without any. */
  others: Balance[] | undefined = undefined;

  constructor(sku: string) {
    this.sku = sku;
  }
}

/** An entry that has a location, and is the balance of it. */
type LocatedEntry = StockEntry & Balance;

/** Where a ledger keeps its entries. */
export interface StockEntries {
  /** The entry of the SKU, which may be one without stock; undefined if there is none. @param sku the product. */
  get(sku: string): StockEntry | undefined;
  /** The entry of the SKU, which is created if there is none. @param sku the product. */
  getOrCreate(sku: string): StockEntry;
  /** All entries, in any order. */
  values(): Iterable<StockEntry>;
}

/** Keeps entries in a Map. */
export class StockEntryMap implements StockEntries {
  readonly #entries = new Map<string, StockEntry>();

  get(sku: string): StockEntry | undefined {
    return this.#entries.get(sku);
  }

  getOrCreate(sku: string): StockEntry {
    let entry = this.#entries.get(sku);
    if (entry === undefined) {
      entry = new StockEntry(sku);
      this.#entries.set(sku, entry);
    }
    return entry;
  }

  values(): Iterable<StockEntry> {
    return this.#entries.values();
  }
}

/** Units that can be sold now, over all locations. */
export function availableUnits({ available, others }: StockEntry): number {
  if (others === undefined) return available;
  return others.reduce((sum, balance) => sum + balance.available, available);
}

/** Units that ever came in, over all locations. */
export function receivedUnits({ received, others }: StockEntry): number {
  if (others === undefined) return received;
  return others.reduce((sum, balance) => sum + balance.received, received);
}

/** True when all stock of the SKU is at one location. */
export function isAtOneLocation(entry: StockEntry): entry is LocatedEntry {
  return entry.others === undefined && entry.location !== undefined;
}

/** The balances that the entry consists of. They change with it. */
export function liveBalances(entry: StockEntry): readonly Balance[] {
  if (!isLocated(entry)) return [];
  return entry.others === undefined ? [entry] : [entry, ...entry.others];
}

/** A copy of all balances. */
export function copyBalances(entry: StockEntry): Balance[] {
  return liveBalances(entry).map(({ location, received, available, held, shipped }) => {
    return { location, received, available, held, shipped };
  });
}

/** The balance of one location; undefined if the SKU has never been there. */
export function balanceAt(entry: StockEntry, location: string): Balance | undefined {
  if (isLocated(entry) && entry.location === location) return entry;
  return entry.others?.find((balance) => balance.location === location);
}

/** The balance of one location. @throws Error if the SKU has never been there. */
export function requiredBalance(entry: StockEntry, location: string): Balance {
  const balance = balanceAt(entry, location);
  if (balance === undefined) throw new Error(`${entry.sku} has never been at ${location}`);
  return balance;
}

/** Adds a location that the entry does not have yet. */
export function addBalance(entry: StockEntry, balance: Readonly<Balance>): void {
  if (entry.location === undefined) Object.assign(entry, balance);
  else if (entry.others === undefined) entry.others = [{ ...balance }];
  else entry.others.push({ ...balance });
}

function isLocated(entry: StockEntry): entry is LocatedEntry {
  return entry.location !== undefined;
}
