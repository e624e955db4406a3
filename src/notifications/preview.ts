import * as check from '../base/check.ts';
import type { Cart } from '../carts/cartView.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Order } from '../orders/orderView.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { User } from '../schema/user.ts';
import type { Users } from '../users/users.ts';
import type { MessageContent } from './channel.ts';
import type { DeadLetter } from './deadLetters.ts';
import type { NotificationPart } from './notificationPart.ts';

/** What a preview reads of the shop. */
export interface PreviewSources {
  readonly notifications: NotificationPart;
  readonly users: Users;
  readonly catalog: Catalog;
  readonly engine: { now(): number };
  readonly orderApi: {
    get(orderId: string): Order | undefined;
    history(orderId: string): readonly RecordedFact[];
  };
  readonly cartApi: { get(userId: string): Cart | undefined };
}

/** A fact as it would be, with what its template needs beside it. */
interface MadeUp {
  readonly fact: RecordedFact;
  readonly order?: Order;
  readonly user?: User;
}

/** Stands for a user where the fact is about a product only. */
const SOMEBODY: User = { userId: 'somebody', name: 'Ada', member: false };

/** Makes the message that a fact would become now: see `Notifications.preview`. */
export function preview(
  sources: PreviewSources,
  type: string,
  id: string,
): MessageContent | undefined {
  const { composer } = sources.notifications;
  check.oneOf('type', type, composer.types);
  const madeUp = madeUpFor(sources, type, id);
  return madeUp && composer.render(madeUp.fact, madeUp.order, madeUp.user);
}

function madeUpFor(sources: PreviewSources, type: string, id: string): MadeUp | undefined {
  if (type.startsWith('cart.')) return ofCart(sources, type, id);
  if (type.startsWith('stock.') || type === 'product.backInStock') {
    return ofProduct(sources, type, id);
  }
  if (type === 'messages.deadLettered') return ofDeadLetter(sources, type, id);
  return ofOrder(sources, type, id);
}

/** The last fact of this type about the order; one with what the order says if there was none yet. */
function ofOrder({ orderApi, users, engine }: PreviewSources, type: string, orderId: string) {
  const order = orderApi.get(orderId);
  const user = order && users.get(order.userId);
  if (order === undefined || user === undefined) return undefined;
  const { userId, totalMinor, paymentDueAt, trackingNumber = '1Z-EXAMPLE', cancelReason } = order;
  const of = { orderId, userId, totalMinor, paymentDueAt, trackingNumber };
  const reason = cancelReason === undefined ? {} : { reason: cancelReason };
  const known = orderApi.history(orderId).findLast((fact) => fact.type === type);
  const fact = known ?? { type, seq: 0, at: engine.now(), ...of, ...reason };
  return { fact, order, user };
}

function ofCart({ cartApi, users, engine }: PreviewSources, type: string, userId: string) {
  const user = users.get(userId);
  const cart = cartApi.get(userId);
  if (user === undefined || cart === undefined) return undefined;
  const at = engine.now();
  const lines = cart.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  const { cartId, expiresAt } = cart;
  const of = { userId, cartId: cartId ?? '', lines, expiresAt: expiresAt ?? at };
  return { fact: { type, seq: 0, at, ...of }, user };
}

function ofProduct({ catalog, engine }: PreviewSources, type: string, sku: string) {
  const product = catalog.product(sku);
  if (product === undefined) return undefined;
  const { available } = product;
  const fact = { type, seq: 0, at: engine.now(), sku, available };
  if (type !== 'product.backInStock') return { fact };
  return { fact: { ...fact, userId: SOMEBODY.userId }, user: SOMEBODY };
}

function ofDeadLetter({ notifications, engine }: PreviewSources, type: string, id: string) {
  const letter = deadLetterOf(notifications, id);
  if (letter === undefined) return undefined;
  const { channel, type: messageType, reason } = letter;
  const of = { channel, count: 1, messageId: id, messageType, reason };
  return { fact: { type, seq: 0, at: engine.now(), ...of } };
}

function deadLetterOf({ workers }: NotificationPart, id: string): DeadLetter | undefined {
  for (const { ledger } of workers) {
    for (const letter of ledger.dead.list()) if (letter.id === id) return letter;
  }
  return undefined;
}
