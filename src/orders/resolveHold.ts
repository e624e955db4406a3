import type { AnyStateMachine } from 'xstate';
import type {
  HeldLine,
  OrderContext,
  ReleaseStock,
  ShipStock,
  StockLedger,
} from '../../machines/index.ts';
import { show } from '../base/show.ts';
import { heldIn } from '../charts/orderPathProblems.ts';
import type { ActorState } from '../runtime/actorKind.ts';
import { stateName } from '../runtime/stateName.ts';
import { restoreHolds } from '../stock/restoreHolds.ts';
import type { Stock } from '../stock/stock.ts';

type Before = Pick<OrderContext, 'stock'> | undefined;

/**
 * What a migration must not do with an order: become another one, hold or resolve other units than it holds, hold units
 * again that were shipped or released, or be in a state in which its chart would resolve its hold once more.
 *
 * @param before undefined if the record could not be read.
 * @returns what is wrong, a predicate whose subject is the order; undefined if nothing is.
 */
export function orderMigrationProblem(
  machine: AnyStateMachine,
  orderId: string,
  before: OrderContext | undefined,
  { value, context }: ActorState,
): string | undefined {
  const order = context as OrderContext;
  const state = stateName(value);
  if (order.orderId !== orderId) return `cannot become the order ${show(order.orderId)}`;
  const held = heldIn(machine).get(state);
  if (held !== undefined && !held.has(order.stock === 'held')) {
    return `cannot be in the state ${state} with its stock ${order.stock}`;
  }
  if (before === undefined) return undefined;
  for (const member of ['userId', 'number'] as const) {
    if (order[member] !== before[member]) return `cannot get another ${member}`;
  }
  if (before.stock === 'held') {
    return unitsOf(order) === unitsOf(before) ? undefined : 'cannot hold other units than it does';
  }
  if (before.stock === order.stock) return undefined;
  return `has ${before.stock} its stock, which cannot become ${order.stock}`;
}

/** The units of an order as text. */
function unitsOf({ lines }: OrderContext): string {
  const isList = Array.isArray(lines);
  return JSON.stringify(
    isList && lines.map((line) => [line?.sku, line?.quantity, line?.allocations]),
  );
}

/**
 * Does with the hold of an order that was migrated what its context says: ships it or releases it, or lets it be. To be
 * called within a turn.
 *
 * @param before the order before the migration; undefined if its record could not be read.
 */
export function resolveHold(stock: Stock, before: Before, order: OrderContext): void {
  const { orderId } = order;
  const { ledger } = stock;
  // It may be the first time that the order can be read.
  stock.allowance.forget(order.userId);
  const wasHeld = before === undefined ? isUnclaimed(ledger, order) : before.stock === 'held';
  if (!wasHeld) return;
  if (ledger.holdOf(orderId) === undefined) restoreHolds(ledger, [{ ...order, stock: 'held' }]);
  const release: ReleaseStock = { type: 'inventory.release', orderId };
  const ship: ShipStock = { type: 'inventory.ship', orderId };
  if (order.stock === 'released') stock.send(release);
  if (order.stock === 'committed') stock.send(ship);
}

/** True when the stock holds these units and no hold claims them: what they belong to could not be read. */
export function isUnclaimed(
  ledger: StockLedger,
  { lines }: { readonly lines: readonly HeldLine[] },
): boolean {
  // The units that all holds claim together, with these, by SKU and location.
  const claimed = new Map<string, number>();
  const keyOf = (sku: string, location: string) => JSON.stringify([sku, location]);
  const held = [...ledger.openHolds()].flatMap((hold) => hold.lines);
  const reserved = [...ledger.softHolds.all()].flatMap(([, softHold]) => softHold);
  for (const claim of [...held, ...reserved, ...lines]) {
    for (const { location, quantity } of claim.allocations) {
      const key = keyOf(claim.sku, location);
      claimed.set(key, (claimed.get(key) ?? 0) + quantity);
    }
  }
  return lines.every(({ sku, allocations }) =>
    allocations.every(({ location }) => {
      const balances = ledger.has(sku) ? ledger.balances(sku) : [];
      const held = balances.find((balance) => balance.location === location)?.held ?? 0;
      return held >= (claimed.get(keyOf(sku, location)) ?? 0);
    }),
  );
}
