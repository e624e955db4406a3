/**
 * The statecharts of statecart and the pure rules beside them, to draw, test and extend.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { extendOrder } from 'statecart/machines';
 *
 * const order = extendOrder({ confirmed: { on: { 'order.pack': 'packed' } }, packed: { ... } });
 * const shop = await createShop({ machines: { order } });
 * ```
 */
export {
  type Allocation,
  type Demand,
  fewestLocations,
  inOrder,
  type LocationStock,
  mostStock,
  type Part,
  type Plan,
  planAllocation,
  sumBySku,
} from './allocation.ts';
export { type AuditedOrder, auditStock } from './audit.ts';
export {
  type AddToCart,
  type CartCommand,
  type CartContext,
  type CartEvent,
  type CartInput,
  type Checkout,
  type ClearCart,
  cartMachine,
  ORDER_DESK,
  type PlaceOrder,
  type QuotedLine,
  type RemoveFromCart,
  type SetQuantity,
} from './cart.ts';
export {
  type CartLine,
  type LineBounds,
  limitRefusal,
  quantityOf,
  quantityRefusal,
  withQuantity,
} from './cartRules.ts';
export { adoptCartMachine, adoptOrderMachine } from './contract.ts';
export { extendOrder, type OrderStates } from './extendOrder.ts';
export type {
  CartExpired,
  CartLineAdded,
  CartLineRemoved,
  CheckoutRefused,
  Fact,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
  ProductReviewed,
  Reply,
  StockDepleted,
  StockLow,
  StockRestocked,
} from './facts.ts';
export {
  type Commit,
  INVENTORY,
  type InventoryAnswer,
  type InventoryContext,
  type InventoryEvent,
  type InventoryInput,
  inventoryMachine,
  type OpenEntry,
  type Release,
  type Reserve,
  type Restock,
} from './inventory.ts';
export {
  type Balance,
  type HeldLine,
  type Hold,
  type LedgerOptions,
  type RequestedLine,
  StockLedger,
  type StoredStock,
} from './ledger.ts';
export { CART_EXPIRY_MS, EXACT_LOCATIONS, LOW_STOCK, PAYMENT_TIMEOUT_MS } from './limits.ts';
export { toMermaid } from './mermaid.ts';
export {
  type CancelOrder,
  type ConfirmOrder,
  type DeliverOrder,
  type OrderContext,
  type OrderEvent,
  type OrderInput,
  type OrderLine,
  orderActions,
  orderFacts,
  orderMachine,
  type ShipOrder,
} from './order.ts';
export type {
  InvalidTransitionRefusal,
  OutOfStockRefusal,
  PurchaseLimitRefusal,
  Refusal,
  Shortage,
} from './refusal.ts';
