import {
  CART_BYTES,
  FACT_BYTES,
  IDEMPOTENCY_KEY_BYTES,
  OPEN_ORDER_BYTES,
  ORDER_ROW_BYTES,
  PRODUCT_BYTES,
  SEARCH_ROW_BYTES,
  TIMER_BYTES,
  USER_BYTES,
} from './entryBytes.ts';
import type { MeasuredParts } from './measuredParts.ts';
import type { MemoryEstimates } from './shopStats.ts';

/** What the parts of a shop take of the memory, from the number of their entries. */
export function estimateMemory(parts: MeasuredParts): MemoryEstimates {
  const { engine, users, stock, catalog, carts, orders, idempotency, facts } = parts;
  const { directory } = engine;
  return {
    users: users.size * USER_BYTES,
    products: stock.items.size * PRODUCT_BYTES,
    carts: directory.inMemory(carts.kind) * CART_BYTES,
    orders:
      directory.inMemory(orders.kind) * OPEN_ORDER_BYTES +
      orders.inMemory * ORDER_ROW_BYTES +
      (orders.archivedBytes ?? 0),
    idempotencyKeys: idempotency.size * IDEMPOTENCY_KEY_BYTES,
    facts: engine.isDurable ? 0 : facts.retained * FACT_BYTES,
    searchIndex: catalog.size * SEARCH_ROW_BYTES,
    timers: engine.timerCount * TIMER_BYTES,
  };
}
