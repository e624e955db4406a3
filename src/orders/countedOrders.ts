import type {
  CountedOrder,
  OrderContext,
  PurchaseSource,
  StockLedger,
} from '../../machines/index.ts';
import { MAX_COUNTED_ORDERS } from '../base/limits.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
import type { OrderIndex } from './orderIndex.ts';

export interface CountedOrdersOptions {
  readonly engine: Engine;
  readonly kind: ActorKind;
  readonly index: Pick<OrderIndex, 'idsOf'>;
  readonly ledger: Pick<StockLedger, 'holdOf'>;
}

/** The orders of a shop, as they count towards limits per user. */
export class CountedOrders implements PurchaseSource {
  readonly #options: CountedOrdersOptions;

  constructor(options: CountedOrdersOptions) {
    this.#options = options;
  }

  /**
   * Reads the newest {@link MAX_COUNTED_ORDERS} orders of the user: those that were placed after `since`, and of
   * the others only those with an open hold.
   */
  read(userId: string, since: number): { orders: CountedOrder[]; isComplete: boolean } {
    const { index, ledger } = this.#options;
    const orders: CountedOrder[] = [];
    let isRecent = true;
    let left = MAX_COUNTED_ORDERS;
    for (const orderId of index.idsOf(userId)) {
      if (left-- === 0) return { orders, isComplete: !isRecent };
      if (!isRecent && ledger.holdOf(orderId) === undefined) continue;
      const order = this.#find(orderId);
      if (order === undefined) continue;
      isRecent &&= order.placedAt > since;
      if (isRecent ? order.stock !== 'released' : order.stock === 'held') orders.push(order);
    }
    return { orders, isComplete: true };
  }

  /** The order as it counts. The time of its checkout moves with the clock when that jumps. */
  counted({ orderId, stock, lines, createdAt }: OrderContext): CountedOrder {
    const { engine, kind } = this.#options;
    let placedAt = createdAt;
    if (engine.jumps.hasAny) {
      const [first] = engine.directory.history(kind, orderId) ?? [];
      if (first !== undefined) placedAt += engine.jumps.since(first.seq);
    }
    return { orderId, placedAt, stock, lines };
  }

  #find(orderId: string): CountedOrder | undefined {
    const { engine, kind } = this.#options;
    const located = engine.directory.locate(kind, orderId);
    if (located === undefined || isUnreadable(located)) return undefined;
    return this.counted(stateOf(located).context as OrderContext);
  }
}
