/**
 * statecart: an embeddable, in-memory commerce engine.
 *
 * ```ts
 * import { createShop } from 'statecart';
 *
 * const shop = await createShop();
 * await shop.products.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 1 });
 * await shop.users.register({ userId: 'ada', name: 'Ada' });
 * await shop.carts.add('ada', 'mug', 1);
 * const answer = await shop.checkout('ada');
 * if (answer.ok) console.log(answer.order.totalMinor);
 * ```
 *
 * @module statecart
 */
export {
  type Allocation,
  type Buyer,
  type CartLimitRefusal,
  fewestLocations,
  type IdempotencyMismatchRefusal,
  type LocationPreferences,
  mostStock,
  type OutOfStockRefusal,
  type PriceChangedRefusal,
  type PurchaseLimitRefusal,
  type QuarantinedRefusal,
  type Refusal,
  type RefusalCode,
  type Shortage,
  type StockAlertLimitRefusal,
} from '../machines/index.ts';
export type { CommandClass } from './admission/commandClass.ts';
export { ArgumentError, type ArgumentFault } from './base/argumentError.ts';
export { OverloadedError } from './base/overloadedError.ts';
export { type UserCode, UserCodeError } from './base/userCodeError.ts';
export type { CartAnswer, Carts } from './carts/cartApi.ts';
export type { Cart, CartViewLine } from './carts/cartView.ts';
export type { ProductChange } from './catalog/catalog.ts';
export type { Filter } from './catalog/filter.ts';
export type { Product } from './catalog/product.ts';
export type { ProductAnswer, Products } from './catalog/productApi.ts';
export type { NewProduct, NewReview } from './catalog/productArguments.ts';
export { type ConsoleChannelOptions, consoleChannel } from './channels/console/consoleChannel.ts';
export type { AnyEvent, NamedFact } from './charts/chartTypes.ts';
export type { Checkout, CheckoutOptions } from './checkout/checkout.ts';
export type { CheckoutAnswer } from './checkout/idempotency.ts';
export type { Quote, QuoteLine, QuoteOptions } from './checkout/quote.ts';
export type { Answer, Refused } from './commands/answer.ts';
export type {
  CommandMessage,
  RefusalMessage,
  StoppedMessage,
  TurnMessage,
} from './diagnostics/channels.ts';
export type { Consumer } from './facts/consumers.ts';
export type { Notifier, ObserverFailed, ShopFact } from './facts/factBus.ts';
export type { ConsumerLag } from './facts/factPart.ts';
export type { FactReader } from './facts/factReader.ts';
export type { FactRetention, TimesByFact } from './facts/retention.ts';
export type { ShopHealth } from './health/healthApi.ts';
export type { Percentiles } from './health/slidingHistogram.ts';
export type {
  Channel,
  DeliveryOptions,
  DeliveryResult,
  EventMessage,
  Message,
  MessageContent,
  PersonalChannel,
  Recipient,
  SystemChannel,
} from './notifications/channel.ts';
export type { ChannelTerms } from './notifications/channelTerms.ts';
export type { DeadLetter } from './notifications/deadLetters.ts';
export type {
  ChannelStatus,
  DeadLetterOptions,
  NotificationAnswer,
  Notifications,
} from './notifications/notificationApi.ts';
export type { NotificationOptions, Owner } from './notifications/notificationOptions.ts';
export { type HtmlValue, html, type SafeHtml } from './notifications/templates/html.ts';
export type { NotificationType } from './notifications/templates/messageTypes.ts';
export type {
  CartTemplateInput,
  CustomTemplates,
  OrderTemplateInput,
  ProductTemplateInput,
  RestockTemplateInput,
  StandardTemplates,
  Template,
  TemplateInput,
  TemplateInputs,
  TemplateLine,
  Templates,
} from './notifications/templates/template.ts';
export type { Migrate, ShopMachines, ShopOptions, StoredState } from './options.ts';
export type { ListOptions, OrderAnswer, Orders } from './orders/orderApi.ts';
export type { Order, OrderViewLine } from './orders/orderView.ts';
export {
  bestOf,
  bulkPricing,
  membershipPricing,
  type Pricing,
  type PricingLine,
  regularPricing,
} from './pricing/pricing.ts';
export type { QuarantineApi, Quarantined, Resolution } from './quarantine/quarantineApi.ts';
export { type Clock, systemClock } from './runtime/clock.ts';
export type { GivenInspector } from './runtime/guardedInspector.ts';
export type { MigratedState, StoredChildState, Wait } from './runtime/migration.ts';
export type { Preferences } from './schema/preferences.ts';
export type { PushSubscription } from './schema/pushSubscription.ts';
export type { RecordedFact } from './schema/recordedFact.ts';
export type { Review } from './schema/review.ts';
export type { User } from './schema/user.ts';
export {
  byCategory,
  byPrice,
  byRating,
  byText,
  type FilteredProduct,
  inStock,
} from './search/filters.ts';
export type { ProductText } from './search/productText.ts';
export type {
  FacetName,
  Facets,
  SearchOptions,
  SearchResult,
  Sort,
} from './search/searchOptions.ts';
export type { Suggestion, SuggestOptions } from './search/suggest.ts';
export { createShop } from './shop.ts';
export type {
  Audit,
  CartReplyOf,
  CartStateOf,
  ChartFactOf,
  OrderEventOf,
  OrderReplyOf,
  OrderStateOf,
  Shop,
  ShopApi,
  StandardMachines,
} from './shopTypes.ts';
export type { MemoryEstimates, MemoryStats, ShopStats } from './stats/shopStats.ts';
export type { CartHold, OrderHold, StockExplanation, StockFigures } from './stock/explain.ts';
export { inOrder } from './stock/inOrder.ts';
export { memoryStore } from './store/memoryStore.ts';
export type {
  AnyChange,
  Change,
  Key,
  Range,
  RecordChange,
  RecordForm,
  Store,
} from './store/store.ts';
export type { GivenPushSubscription } from './users/checkPushSubscription.ts';
export type { UserAnswer, UserCommands } from './users/userApi.ts';
export type { NewUser } from './users/userCommands.ts';
export { warmUp } from './warmUp.ts';
