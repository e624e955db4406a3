import type { NotificationType } from '../../../../src/notifications/templates/messageTypes.ts';
import type { TemplateInputs } from '../../../../src/notifications/templates/template.ts';
import type { Order } from '../../../../src/orders/orderView.ts';

/** Texts that others than the shop write, or that come from them. */
export interface Texts {
  readonly userName: string;
  readonly productName: string;
  readonly sku: string;
  readonly orderId: string;
  readonly tracking: string;
  readonly reason: string;
}

const PLAIN: Texts = {
  userName: 'Ada',
  productName: 'Mug',
  sku: 'MUG-1',
  orderId: 'A-1001',
  tracking: 'DE 123',
  reason: 'it came too late',
};

/** What each default template is called with. Formats are fixed: those of `Intl` differ between versions. */
export function inputs(texts: Partial<Texts> = {}): TemplateInputs {
  const { userName, productName, sku, orderId, tracking, reason } = { ...PLAIN, ...texts };
  const userId = 'ada';
  const user = { userId, name: userName, member: false };
  const at = { seq: 1, at: 0 };
  const formats = {
    currency: 'USD',
    locale: 'en-US',
    money: (minor: number) => `$${(minor / 100).toFixed(2)}`,
    date: (time: number) => `January ${1 + time / 86_400_000}, 1970 at 12:00 PM UTC`,
    number: String,
  };
  const order: Order = {
    orderId,
    userId,
    state: 'pending',
    lines: [
      { sku, name: productName, quantity: 2, unitPriceMinor: 1200, lineTotalMinor: 2400 },
      { sku: 'TEA-1', name: 'Tea', quantity: 1, unitPriceMinor: 500, lineTotalMinor: 500 },
    ].map((line) => ({ ...line, allocations: [], status: 'reserved' })),
    totalMinor: 2900,
    currency: 'USD',
    pricing: 'regular',
    createdAt: 0,
    paymentDueAt: 86_400_000,
  };
  const ofOrder = { ...formats, user, order };
  const items = [
    { sku, quantity: 2 },
    { sku: 'TEA-1', quantity: 1 },
  ];
  const ofCart = {
    ...formats,
    user,
    lines: items.map((line, index) => ({ ...line, name: index === 0 ? productName : 'Tea' })),
  };
  const cart = { userId, cartId: 'c1', lines: items, ...at };
  const product = {
    ...{ sku, name: productName, category: 'kitchen', priceMinor: 1200, createdAt: 0 },
    ...{ available: 3, rating: 0, reviewCount: 0 },
  };
  const ofProduct = { ...formats, product };
  const ids = { orderId, userId, ...at };
  return {
    'order.placed': {
      ...ofOrder,
      fact: { type: 'order.placed', totalMinor: 2900, paymentDueAt: 86_400_000, ...ids },
    },
    'order.confirmed': { ...ofOrder, fact: { type: 'order.confirmed', ...ids } },
    'order.shipped': {
      ...ofOrder,
      fact: { type: 'order.shipped', trackingNumber: tracking, ...ids },
    },
    'order.delivered': { ...ofOrder, fact: { type: 'order.delivered', ...ids } },
    'order.cancelled': { ...ofOrder, fact: { type: 'order.cancelled', reason, ...ids } },
    'cart.expiring': {
      ...ofCart,
      fact: { type: 'cart.expiring', expiresAt: 86_400_000, ...cart },
    },
    'cart.expired': { ...ofCart, fact: { type: 'cart.expired', ...cart } },
    'product.backInStock': {
      ...ofProduct,
      user,
      fact: { type: 'product.backInStock', sku, userId, available: 3, ...at },
    },
    'stock.low': { ...ofProduct, fact: { type: 'stock.low', sku, available: 3, ...at } },
    'stock.depleted': { ...ofProduct, fact: { type: 'stock.depleted', sku, available: 0, ...at } },
    'messages.deadLettered': {
      ...formats,
      fact: {
        ...{ type: 'messages.deadLettered', channel: 'email', count: 3, messageId: 'm1' },
        ...{ messageType: 'order.shipped', reason, ...at },
      },
    },
  };
}

export const TYPES = Object.keys(inputs()) as readonly NotificationType[];
