import type { AllocatedUnits } from './allocation.ts';
import type { HeldLine } from './hold.ts';
import { sharedAllocations } from './sharedAllocations.ts';
import { type Balance, liveBalances, requiredBalance, type StockEntry } from './stockEntry.ts';
import type { RequestedLine } from './stockPlan.ts';

/** What soft holds need of the ledger that they belong to. */
export interface HeldStock {
  /** The entry of a SKU. @param sku the product. @throws Error if there is no such entry. */
  entryOf(sku: string): StockEntry;
  /** Called after each change of an entry. @param entry the one that was changed. */
  changed(entry: StockEntry): void;
}

/**
 * The units that are reserved for carts, by user. They count as held. A soft hold may have fewer units than
 * the cart asks for, and gets more or fewer of them as its lines change.
 */
export class SoftHolds {
  readonly #stock: HeldStock;
  readonly #byUser = new Map<string, readonly HeldLine[]>();

  /** @param stock the ledger that the soft holds belong to. */
  constructor(stock: HeldStock) {
    this.#stock = stock;
  }

  /** The units of the user's cart; undefined without any. @param userId whose cart it is; undefined for nobody's. */
  of(userId: string | undefined): readonly HeldLine[] | undefined {
    if (this.#byUser.size === 0 || userId === undefined) return undefined;
    return this.#byUser.get(userId);
  }

  /** All of them, by user. */
  all(): Iterable<readonly [userId: string, lines: readonly HeldLine[]]> {
    return this.#byUser;
  }

  /**
   * Restores a soft hold whose units the entries count as held.
   *
   * @param userId whose cart it is.
   * @param lines what is reserved for it, each SKU once.
   */
  restore(userId: string, lines: readonly HeldLine[]): void {
    this.#byUser.set(userId, lines.map(copyOf));
  }

  /**
   * Gives the cart the units that it asks for, as far as they are available, in place of those that it has.
   *
   * @param wanted names each SKU once.
   * @param userId whose cart it is.
   * @returns what it has then.
   */
  set(userId: string, wanted: readonly RequestedLine[]): readonly HeldLine[] {
    const before = this.#byUser.get(userId) ?? NO_LINES;
    for (const line of before) {
      if (!wanted.some(({ sku }) => sku === line.sku)) this.#giveBack(line);
    }
    const lines: HeldLine[] = [];
    for (const { sku, quantity } of wanted) {
      const has = before.find((line) => line.sku === sku);
      const allocations = this.#resize(sku, has?.allocations ?? NO_ALLOCATIONS, quantity);
      if (allocations.length > 0) lines.push({ sku, allocations });
    }
    if (lines.length === 0) this.#byUser.delete(userId);
    else this.#byUser.set(userId, lines);
    return lines;
  }

  /** Makes the units of the cart available again. @param userId whose cart it is; undefined for nobody's. */
  release(userId: string | undefined): void {
    if (this.#byUser.size === 0 || userId === undefined) return;
    for (const line of this.#byUser.get(userId) ?? NO_LINES) this.#giveBack(line);
    this.#byUser.delete(userId);
  }

  #giveBack({ sku, allocations }: HeldLine): void {
    this.#resize(sku, allocations, 0);
  }

  /** Keeps the first of the units, or adds to them where units are available. */
  #resize(
    sku: string,
    allocations: readonly AllocatedUnits[],
    wanted: number,
  ): readonly AllocatedUnits[] {
    const entry = this.#stock.entryOf(sku);
    const units = new Map<Balance, number>();
    let left = wanted;
    for (const { location, quantity } of allocations) {
      const balance = requiredBalance(entry, location);
      const kept = Math.min(left, quantity);
      move(balance, kept - quantity);
      units.set(balance, kept);
      left -= kept;
    }
    for (const balance of liveBalances(entry)) {
      const added = Math.min(left, balance.available);
      move(balance, added);
      units.set(balance, (units.get(balance) ?? 0) + added);
      left -= added;
    }
    this.#stock.changed(entry);
    const taken = Array.from(units, ([{ location }, quantity]) => ({ location, quantity }));
    return sharedAllocations.copyOf(taken.filter(({ quantity }) => quantity > 0));
  }
}

const NO_LINES: readonly HeldLine[] = [];
const NO_ALLOCATIONS: readonly AllocatedUnits[] = [];

/** Holds further units, or fewer if the number is negative. */
function move(balance: Balance, quantity: number): void {
  balance.available -= quantity;
  balance.held += quantity;
}

function copyOf({ sku, allocations }: HeldLine): HeldLine {
  return { sku, allocations: sharedAllocations.copyOf(allocations) };
}
