/** The statecharts of statecart with their pure rules. */

export { cartMachine } from './cart.ts';
export type {
  AddToCart,
  CartCommand,
  CartContext,
  CartEvent,
  CartInput,
  Checkout,
  ClearCart,
  PlaceOrder,
  QuotedLine,
  RemoveFromCart,
  ReservationEnds,
  ReserveUnits,
  SetQuantity,
} from './cartEvents.ts';
export { ORDER_FACTORY } from './cartSetup.ts';
export {
  type DeliveryContext,
  type DeliveryEmptied,
  type DeliveryEvent,
  type DeliveryFailed,
  type DeliveryFilled,
  type DeliveryInput,
  type DeliveryLimited,
  type DeliverySucceeded,
  type DeliveryWanted,
  deliveryId,
  deliveryMachine,
  type PauseDelivery,
  type ResumeDelivery,
} from './delivery.ts';
export { extendOrder, type OrderStates } from './extendOrder.ts';
export {
  HEALTH,
  type HealthContext,
  type HealthEvent,
  type HealthSampled,
  type HealthStopped,
  healthMachine,
} from './health.ts';
export { inventoryMachine } from './inventory.ts';
export {
  type HeldForCart,
  type HoldForCart,
  INVENTORY,
  type InventoryAnswer,
  type InventoryContext,
  type InventoryEvent,
  type InventoryInput,
  type RegisterProduct,
  type ReleaseCart,
  type ReleaseStock,
  type Reserve,
  type Restock,
  type ShipStock,
} from './inventoryEvents.ts';
export {
  type CancelOrder,
  type ConfirmOrder,
  type DeliverOrder,
  type OrderContext,
  type OrderEvent,
  type OrderInput,
  type OrderLine,
  orderActions,
  orderMachine,
  type ShipOrder,
} from './order.ts';
export {
  type AllocatedUnits,
  type Allocation,
  type Buyer,
  checkPreferences,
  type Demand,
  fewestLocations,
  inOrder,
  isBuiltIn,
  type LocationPreferences,
  type LocationStock,
  mostStock,
  type Plan,
  planAllocation,
  sumBySku,
} from './rules/allocation.ts';
export { AllowanceAudit } from './rules/auditAllowance.ts';
export { auditSoftHolds } from './rules/auditSoftHolds.ts';
export { type AuditedOrder, auditStock } from './rules/auditStock.ts';
export { totalProblem } from './rules/auditTotals.ts';
export { backoffMs } from './rules/backoff.ts';
export {
  type CartReservation,
  isReserved,
  type ReservationTerms,
  type ReservedUnits,
  reservedUnits,
  reservedUntilOf,
} from './rules/cartReservations.ts';
export {
  type CartLine,
  cartLimitRefusal,
  type LineLimits,
  limitRefusal,
  priceRefusal,
  quantityOf,
  quantityRefusal,
  withQuantity,
} from './rules/cartRules.ts';
export { deadlinesOf, moveDeadlines } from './rules/deadlines.ts';
export {
  batchLimits,
  type DeliveryState,
  nextAttempt,
} from './rules/deliveryRules.ts';
export type {
  CartExpired,
  CartExpiring,
  CartLineAdded,
  CartLineRemoved,
  ChannelFailed,
  ChannelRecovered,
  CheckoutRefused,
  ClockJumped,
  Fact,
  HealthChanged,
  MessagesDeadLettered,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
  ProductBackInStock,
  ProductReviewed,
  Reply,
  StockDepleted,
  StockLow,
  StockRestocked,
} from './rules/facts.ts';
export {
  afterSample,
  type CalmSamplesLeft,
  errorRateOf,
  type HealthFigures,
  type HealthLevel,
  type HealthReason,
  isUneventful,
  levelOf,
  reasonsOf,
} from './rules/healthRules.ts';
export { type HeldLine, type Hold, type OpenHold, type OpenHolds, unitsOf } from './rules/hold.ts';
export { isRepeat, type KeyedRequest, NO_LINES, UNKNOWN_REQUEST } from './rules/idempotency.ts';
export type { LedgerOptions, StoredStock } from './rules/ledgerOptions.ts';
export {
  CART_EXPIRY_MS,
  EXACT_LOCATIONS,
  LOW_STOCK,
  MAX_EVENTLESS_STEPS,
  PAYMENT_TIMEOUT_MS,
} from './rules/limits.ts';
export { orderFacts, type ToldOrder } from './rules/orderFacts.ts';
export {
  type CountedOrder,
  type LimitedLine,
  PurchaseAllowance,
  type PurchaseSource,
} from './rules/purchaseAllowance.ts';
export type {
  CartLimitRefusal,
  IdempotencyMismatchRefusal,
  InvalidTransitionRefusal,
  OutOfStockRefusal,
  PriceChangedRefusal,
  PurchaseLimitRefusal,
  QuarantinedRefusal,
  Refusal,
  RefusalCode,
  Shortage,
  StockAlertLimitRefusal,
} from './rules/refusal.ts';
export type { HeldStock, SoftHolds } from './rules/softHolds.ts';
export {
  availableUnits,
  type Balance,
  liveBalances,
  receivedUnits,
  type StockEntries,
  StockEntry,
} from './rules/stockEntry.ts';
export { StockLedger } from './rules/stockLedger.ts';
export {
  type RequestedLine,
  type ShortPlan,
  type StockPlan,
  shortagesOf,
} from './rules/stockPlan.ts';
export { type TimedSystem, timeOf } from './rules/timeOf.ts';
