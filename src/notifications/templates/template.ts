import type {
  CartExpired,
  CartExpiring,
  MessagesDeadLettered,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
  ProductBackInStock,
  StockDepleted,
  StockLow,
} from '../../../machines/index.ts';
import type { Product } from '../../catalog/product.ts';
import type { NamedFact } from '../../charts/chartTypes.ts';
import type { Order } from '../../orders/orderView.ts';
import type { RecordedFact } from '../../schema/recordedFact.ts';
import type { User } from '../../schema/user.ts';
import type { MessageContent } from '../channel.ts';
import type { NotificationType } from './messageTypes.ts';

/**
 * What a template is called with.
 *
 * @typeParam F the fact that becomes a message.
 */
export interface TemplateInput<F extends NamedFact = RecordedFact> {
  /** What has happened. */
  readonly fact: F & RecordedFact;
  /** The order that the fact is about, as it is now; left out if it is about none. */
  readonly order?: Order;
  /** The customer whom the fact is about; left out in messages to the owner of the shop. */
  readonly user?: User;
  /** The product that the fact is about; left out if it is about none, or about several. */
  readonly product?: Product;
  /** What is or was in the cart that the fact is about; left out if it is about none. */
  readonly lines?: readonly TemplateLine[];
  /** ISO 4217 code of the currency of all prices. */
  readonly currency: string;
  /** BCP 47 tag of the language and region of the reader; those of the shop if the reader has none. */
  readonly locale: string;
  /** An amount in minor units as `locale` writes it, with the currency: `money(1250)` is `$12.50`. */
  readonly money: (minor: number) => string;
  /** A time in epoch milliseconds as `locale` writes it, in the time zone of the shop: the day, the time, the zone. */
  readonly date: (at: number) => string;
  /** A number as `locale` writes it. */
  readonly number: (value: number) => string;
}

/** A line of a cart, with the name of its product. */
export interface TemplateLine {
  /** The product. */
  readonly sku: string;
  /** Its name; its SKU if it is not in the catalogue. */
  readonly name: string;
  /** Units, 1 or more. */
  readonly quantity: number;
}

/**
 * Makes a message of a fact, at once: it returns no promise.
 *
 * @param input what has happened, to whom, and functions that write amounts and dates.
 * @returns undefined if no message is to be sent.
 *
 * @example
 * const shipped: Template<TemplateInputs['order.shipped']> = ({ fact, order, user }) => ({
 *   subject: `Order ${order.orderId} is on its way`,
 *   text: `Dear ${user.name}, your parcel has the number ${fact.trackingNumber}.`,
 *   html: String(html`<p>Dear ${user.name}, your parcel has the number <b>${fact.trackingNumber}</b>.</p>`),
 * });
 */
export type Template<Input extends TemplateInput<NamedFact> = TemplateInput> = (
  input: Input,
) => MessageContent | undefined;

/** What the template of a fact about an order gets. */
export interface OrderTemplateInput<F extends NamedFact> extends TemplateInput<F & RecordedFact> {
  readonly order: Order;
  readonly user: User;
}
/** What the template of a fact about a cart gets. */
export interface CartTemplateInput<F extends NamedFact> extends TemplateInput<F & RecordedFact> {
  readonly lines: readonly TemplateLine[];
  readonly user: User;
}
/** What the template of a fact about a product gets. */
export interface ProductTemplateInput<F extends NamedFact> extends TemplateInput<F & RecordedFact> {
  readonly product: Product;
}
/** What the template for a user who waits for a product gets. */
export interface RestockTemplateInput<F extends NamedFact> extends ProductTemplateInput<F> {
  readonly user: User;
}

/** What the template of each standard fact is called with. */
export interface TemplateInputs {
  /** After a checkout. */
  readonly 'order.placed': OrderTemplateInput<OrderPlaced>;
  /** The payment has come in. */
  readonly 'order.confirmed': OrderTemplateInput<OrderConfirmed>;
  /** The parcel is on its way. */
  readonly 'order.shipped': OrderTemplateInput<OrderShipped>;
  /** The parcel has arrived. */
  readonly 'order.delivered': OrderTemplateInput<OrderDelivered>;
  /** The order is not served; `fact.reason` may say why. */
  readonly 'order.cancelled': OrderTemplateInput<OrderCancelled>;
  /** A cart is about to expire. */
  readonly 'cart.expiring': CartTemplateInput<CartExpiring>;
  /** A cart has expired. */
  readonly 'cart.expired': CartTemplateInput<CartExpired>;
  /** A user waits for a product that can be bought again. */
  readonly 'product.backInStock': RestockTemplateInput<ProductBackInStock>;
  /** For the owner: few units of a product are left. */
  readonly 'stock.low': ProductTemplateInput<StockLow>;
  /** For the owner: a product is sold out. */
  readonly 'stock.depleted': ProductTemplateInput<StockDepleted>;
  /** For the owner: messages could not be delivered. */
  readonly 'messages.deadLettered': TemplateInput<MessagesDeadLettered & RecordedFact>;
}

/** A template for each standard fact. */
export type StandardTemplates = {
  readonly [Type in NotificationType]: Template<TemplateInputs[Type]>;
};

/** One's own templates of standard facts. A default template makes the messages of one that has none here. */
export type Templates = Partial<StandardTemplates>;

/** Its parameter is that of a method, so that templates which expect a certain fact are assignable, too. */
type AnyTemplate = { template(input: TemplateInput): MessageContent | undefined }['template'];

/** Templates of facts that custom charts emit, by their types: these facts become messages, too. */
export interface CustomTemplates {
  /** The template of the facts of one type. */
  readonly [type: string]: AnyTemplate;
}
