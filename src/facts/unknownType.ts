import { meantWord } from '../base/closestWord.ts';
import { quote } from '../base/quote.ts';
import type { ObserverFailed, ShopFact } from './factBus.ts';

/** What a handler of a shop with the standard charts can listen to. */
const TYPES: Readonly<Record<ShopFact['type'] | ObserverFailed['type'] | '*', true>> = {
  '*': true,
  'cart.lineAdded': true,
  'cart.lineRemoved': true,
  'cart.expiring': true,
  'cart.expired': true,
  'checkout.refused': true,
  'order.placed': true,
  'order.confirmed': true,
  'order.shipped': true,
  'order.delivered': true,
  'order.cancelled': true,
  'stock.low': true,
  'stock.depleted': true,
  'stock.restocked': true,
  'product.reviewed': true,
  'product.backInStock': true,
  'clock.jumped': true,
  'health.changed': true,
  'channel.failed': true,
  'channel.recovered': true,
  'messages.deadLettered': true,
  'observer.failed': true,
};

/** A sentence for a type that no standard chart and no part of a shop emits; undefined for the others. */
export function unknownType(type: string): string | undefined {
  if (Object.hasOwn(TYPES, type)) return undefined;
  return `shop.on: there is no fact ${quote(type)}${meantWord(type, Object.keys(TYPES))}`;
}
