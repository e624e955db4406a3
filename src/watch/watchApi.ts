import { serveHandler } from '../web/serveHandler.ts';
import { SERVER_BOUNDS } from './limits.ts';
import { SourceHandler, type WatchHandler } from './server/watchHandler.ts';
import { ShopSource } from './shop/shopSource.ts';
import type { WatchedShop } from './shop/watchedShop.ts';
import {
  resolveHandlerOptions,
  resolveServerOptions,
  type WatchHandlerOptions,
  type WatchOptions,
} from './watchOptions.ts';

/** A live page that is served on a port. */
export interface WatchServer {
  /** For browsers, without the token. */
  readonly url: string;
  /** The number of those who view it now, 0 to 16. */
  readonly viewers: number;
  /** Resolves when all viewers are disconnected. */
  close(): Promise<void>;
}

/** Makes the handler of a shop's live page. @throws ArgumentError if an option is something else. */
export function handlerOf(shop: WatchedShop, options: WatchHandlerOptions): WatchHandler {
  const { token, name, basePath } = resolveHandlerOptions(options);
  return new SourceHandler({ source: new ShopSource(shop, name), token, basePath });
}

/**
 * Serves a shop's live page.
 *
 * @param onClose called when the server is closed.
 * @throws ArgumentError, or the error of the system if the address is taken.
 */
export async function serveShop(
  shop: WatchedShop,
  options: WatchOptions,
  onClose: () => void,
): Promise<WatchServer> {
  const { port, host, ...terms } = resolveServerOptions(options);
  const source = new ShopSource(shop, terms.name);
  const handler = new SourceHandler({ source, ...terms });
  const { url, close } = await serveHandler(handler, { ...SERVER_BOUNDS, host, port });
  return {
    url,
    get viewers() {
      return handler.viewers;
    },
    async close() {
      onClose();
      await close();
    },
  };
}
