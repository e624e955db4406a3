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
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
}

/**
 * Makes a message of a fact, at once: it returns no promise.
 *
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

/** A fact with its number and time. */
type Recorded<F extends NamedFact> = F & RecordedFact;

interface OrderTemplateInput<F extends NamedFact> extends TemplateInput<Recorded<F>> {
  readonly order: Order;
  readonly user: User;
}
interface CartTemplateInput<F extends NamedFact> extends TemplateInput<Recorded<F>> {
  readonly lines: readonly TemplateLine[];
  readonly user: User;
}
interface ProductTemplateInput<F extends NamedFact> extends TemplateInput<Recorded<F>> {
  readonly product: Product;
}
interface WishTemplateInput<F extends NamedFact> extends ProductTemplateInput<F> {
  readonly user: User;
}

/** What the template of each standard fact is called with. */
export interface TemplateInputs {
  readonly 'order.placed': OrderTemplateInput<OrderPlaced>;
  readonly 'order.confirmed': OrderTemplateInput<OrderConfirmed>;
  readonly 'order.shipped': OrderTemplateInput<OrderShipped>;
  readonly 'order.delivered': OrderTemplateInput<OrderDelivered>;
  readonly 'order.cancelled': OrderTemplateInput<OrderCancelled>;
  readonly 'cart.expiring': CartTemplateInput<CartExpiring>;
  readonly 'cart.expired': CartTemplateInput<CartExpired>;
  readonly 'product.backInStock': WishTemplateInput<ProductBackInStock>;
  readonly 'stock.low': ProductTemplateInput<StockLow>;
  readonly 'stock.depleted': ProductTemplateInput<StockDepleted>;
  readonly 'messages.deadLettered': TemplateInput<Recorded<MessagesDeadLettered>>;
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
  readonly [type: string]: AnyTemplate;
}
