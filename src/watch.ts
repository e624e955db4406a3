/**
 * The live page of a shop as a web-standard fetch handler, to be mounted in a server of one's own. `shop.watch()` serves the
 * same page on a port.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { watchHandler } from 'statecart/watch';
 *
 * const shop = await createShop();
 * const watch = watchHandler(shop, { basePath: '/shop/', token: 'a-long-random-token' });
 * // In Hono: app.get('/shop/*', (context) => watch.fetch(context.req.raw));
 * ```
 *
 * @module statecart/watch
 */
import * as check from './base/check.ts';
import { engineOf } from './shopEngine.ts';
import type { WatchHandler } from './watch/server/watchHandler.ts';
import { handlerOf } from './watch/watchApi.ts';
import type { WatchHandlerOptions } from './watch/watchOptions.ts';

export type { WatchHandler } from './watch/server/watchHandler.ts';
export type { WatchServer } from './watch/watchApi.ts';
export type { WatchHandlerOptions, WatchOptions } from './watch/watchOptions.ts';

/**
 * Makes the handler. It answers `GET` requests for the page and for its data below `basePath`, and nothing else; while
 * nobody views the page, the shop is not watched.
 *
 * @param shop what `createShop` has resolved with.
 * @param options who may see the page, and where it is mounted.
 * @throws ArgumentError if an argument is something else; the message names the member.
 *
 * @example
 * const watch = watchHandler(shop, { basePath: '/shop/' });
 * const answer = await watch.fetch(new Request('http://localhost/shop/'));
 */
export function watchHandler(shop: object, options: WatchHandlerOptions = {}): WatchHandler {
  const found = engineOf(shop);
  if (found === undefined) throw check.wrongType('shop', 'a shop of createShop()', shop);
  return handlerOf(found.watched, options);
}
