import {
  type CartContext,
  type OrderContext,
  reservedUnits,
  reservedUntilOf,
} from '../../../machines/index.ts';
import type { ActorKind } from '../../runtime/actorKind.ts';
import { ActorRecords } from '../../runtime/actorRecords.ts';
import { ClockJumps } from '../../runtime/clockJumps.ts';
import { stockRecord } from '../../schema/stock.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { shownHolds } from '../../watch/shop/shopFigures.ts';
import type { WatchedHold, WatchedStock } from '../../watch/watchTypes.ts';

/** The units of a product, and who holds some of them; undefined if the store has no such product. */
export function storedStock(
  snapshot: Snapshot,
  kinds: { readonly cart: ActorKind; readonly order: ActorKind },
  sku: string,
): WatchedStock | undefined {
  const balances = stockRecord.get(snapshot, stockRecord.key(sku));
  if (balances === undefined) return undefined;
  const records = new ActorRecords(snapshot, new ClockJumps(snapshot));
  const holds: WatchedHold[] = [];
  for (const [kind, holdOf] of [
    [kinds.order, orderHold],
    [kinds.cart, cartHold],
  ] as const) {
    for (const stored of records.active(kind)) {
      const hold = 'error' in stored ? undefined : holdOf(stored.record, sku);
      if (hold !== undefined) holds.push(hold);
    }
  }
  const sum = (figure: 'available' | 'held' | 'shipped') =>
    balances.reduce((total, balance) => total + balance[figure], 0);
  const [available, held, shipped] = [sum('available'), sum('held'), sum('shipped')];
  const locations = balances.map(({ location, available, held, shipped }) => {
    return { location, available, held, shipped };
  });
  return {
    sku,
    onHand: available + held,
    available,
    held,
    shipped,
    locations,
    ...shownHolds(holds),
  };
}

function orderHold({ name, snapshot }: ActorRecord, sku: string): WatchedHold | undefined {
  const { stock, lines, paymentDueAt } = snapshot.context as OrderContext;
  if (stock !== 'held') return undefined;
  let quantity = 0;
  for (const line of lines) if (line.sku === sku) quantity += line.quantity;
  if (quantity === 0) return undefined;
  return {
    id: `order:${name}`,
    quantity,
    until: snapshot.value === 'pending' ? paymentDueAt : null,
  };
}

function cartHold({ name, snapshot }: ActorRecord, sku: string): WatchedHold | undefined {
  const cart = snapshot.context as CartContext;
  const quantity = reservedUnits(cart, sku);
  if (quantity === 0) return undefined;
  return { id: `cart:${name}`, quantity, until: reservedUntilOf(cart, sku) ?? null };
}
