import { serveHandler, type WatchServer } from './server/nodeServer.ts';
import { SourceHandler, type WatchHandler } from './server/watchHandler.ts';
import { ShopSource } from './shop/shopSource.ts';
import type { WatchedShop } from './shop/watchedShop.ts';
import {
  resolveHandlerOptions,
  resolveServerOptions,
  type WatchHandlerOptions,
  type WatchOptions,
} from './watchOptions.ts';

/** Makes the handler of a shop's live page. @throws ArgumentError if an option is something else. */
export function handlerOf(shop: WatchedShop, options: WatchHandlerOptions): WatchHandler {
  const { token, name, basePath } = resolveHandlerOptions(options);
  return new SourceHandler({ source: new ShopSource(shop, name), token, basePath });
}

/** Serves a shop's live page. @throws ArgumentError, or the error of the system if the address is taken. */
export async function serveShop(shop: WatchedShop, options: WatchOptions): Promise<WatchServer> {
  const { port, host, ...terms } = resolveServerOptions(options);
  const source = new ShopSource(shop, terms.name);
  return await serveHandler(new SourceHandler({ source, ...terms }), { host, port });
}
