import type { StockLedger } from '../../machines/index.ts';

/** Units of one product at one location, or over all of them. */
export interface StockFigures {
  /** Units in the warehouse: the sum of available and held. */
  readonly onHand: number;
  /** Units that can be sold now. */
  readonly available: number;
  /** Units that are reserved for orders. */
  readonly held: number;
  /** Units that have left the stock. */
  readonly shipped: number;
}

/** The units of one product over all locations, by location, and by hold. */
export interface StockExplanation extends StockFigures {
  readonly locations: Readonly<Record<string, StockFigures>>;
  /** The orders that hold units, in the order of reservation. */
  readonly holds: readonly {
    readonly orderId: string;
    readonly quantity: number;
    /** When the hold of an unpaid order is released, epoch milliseconds; null once it is paid. */
    readonly until: number | null;
  }[];
}

/** Finds the order of a hold. */
interface OrderLookup {
  get(orderId: string): { readonly state: string; readonly paymentDueAt: number } | undefined;
}

/** The location or order of every unit of a product; undefined if the ledger has no such product. */
export function explain(
  sku: string,
  { ledger, orders }: { ledger: StockLedger; orders: OrderLookup },
): StockExplanation | undefined {
  if (!ledger.has(sku)) return undefined;
  const locations = ledger.balances(sku).map(({ location, available, held, shipped }) => {
    return [location, { onHand: available + held, available, held, shipped }] as const;
  });
  const sum = (figure: keyof StockFigures) =>
    locations.reduce((total, [, figures]) => total + figures[figure], 0);
  return {
    onHand: sum('onHand'),
    available: sum('available'),
    held: sum('held'),
    shipped: sum('shipped'),
    locations: Object.fromEntries(locations),
    holds: holdsOf(sku, { ledger, orders }),
  };
}

function holdsOf(sku: string, { ledger, orders }: { ledger: StockLedger; orders: OrderLookup }) {
  const holds: { orderId: string; quantity: number; until: number | null }[] = [];
  for (const { orderId, lines } of ledger.openHolds()) {
    const line = lines.find((held) => held.sku === sku);
    if (line === undefined) continue;
    const order = orders.get(orderId);
    holds.push({
      orderId,
      quantity: line.allocations.reduce((total, part) => total + part.quantity, 0),
      until: order?.state === 'pending' ? order.paymentDueAt : null,
    });
  }
  return holds;
}
