import type { AnyMachineSnapshot } from 'xstate';
import type { CartContext, CartLine } from '../../machines/index.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { stateName } from '../runtime/stateName.ts';

export interface CartViewLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** Today's list price; checkout applies the pricing strategy. */
  readonly unitPriceMinor: number;
  /** `reserved` while the inventory is being asked, `added` otherwise. */
  readonly status: 'added' | 'reserved';
}

export interface Cart {
  readonly userId: string;
  /** New for every life of the cart; null while it is empty. */
  readonly cartId: string | null;
  /** `empty`, `open` or `reserving`, or a state of your own chart. */
  readonly state: string;
  readonly lines: CartViewLine[];
  /** The lines at list price. */
  readonly totalMinor: number;
  /** Epoch milliseconds; null while the cart is empty. */
  readonly expiresAt: number | null;
}

export function cartView(
  userId: string,
  snapshot: AnyMachineSnapshot | undefined,
  catalog: Catalog,
): Cart {
  if (snapshot === undefined) {
    return { userId, cartId: null, state: 'empty', lines: [], totalMinor: 0, expiresAt: null };
  }
  const { cartId, lines, expiresAt, checkout } = snapshot.context as CartContext;
  const status = checkout === null ? 'added' : 'reserved';
  let totalMinor = 0;
  const viewLines = lines.map(({ sku, quantity }): CartViewLine => {
    const { name = sku, priceMinor = 0 } = catalog.get(sku) ?? {};
    totalMinor += priceMinor * quantity;
    return { sku, name, quantity, unitPriceMinor: priceMinor, status };
  });
  const state = stateName(snapshot.value);
  return { userId, cartId, state, lines: viewLines, totalMinor, expiresAt };
}

/** What the lines cost at list price, in minor units. */
export function listTotal(lines: readonly CartLine[], catalog: Catalog): number {
  return lines.reduce(
    (sum, { sku, quantity }) => sum + (catalog.get(sku)?.priceMinor ?? 0) * quantity,
    0,
  );
}
