import type { CountedOrder, PurchaseAllowance } from './purchaseAllowance.ts';

/** Recomputes what users hold and have bought from all orders. */
export class AllowanceAudit {
  readonly #allowance: PurchaseAllowance;
  readonly #at: number;
  /** The units of each followed user by SKU. */
  readonly #units = new Map<string, Map<string, number>>();

  /** @param at the time for which it is recomputed, epoch milliseconds. */
  constructor(allowance: PurchaseAllowance, at: number) {
    this.#allowance = allowance;
    this.#at = at;
    for (const userId of allowance.followed()) this.#units.set(userId, new Map());
  }

  /** True when the orders of the user are to be added. */
  asksFor(userId: string): boolean {
    return this.#units.has(userId);
  }

  add(userId: string, { stock, placedAt, lines }: CountedOrder): void {
    const units = this.#units.get(userId);
    const hasBought = stock === 'committed' && this.#allowance.isWithin(placedAt, this.#at);
    if (units === undefined || (stock !== 'held' && !hasBought)) return;
    for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  }

  /** One sentence for each difference. */
  problems(): string[] {
    const problems: string[] = [];
    for (const [userId, units] of this.#units) {
      const counted = this.#allowance.unitsOf(userId, this.#at);
      for (const sku of new Set([...units.keys(), ...counted.keys()])) {
        const [is, expected] = [counted.get(sku) ?? 0, units.get(sku) ?? 0];
        if (is === expected) continue;
        problems.push(
          `${userId}: ${is} units of ${sku} count towards limits, but the orders add up to ${expected}`,
        );
      }
    }
    return problems;
  }
}
