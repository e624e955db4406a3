import { type WatchHandler, type WatchHandlerOptions, watchHandler } from '../../../src/watch.ts';
import { openShop } from '../shop/openShop.ts';

export const TOKEN = 'a-token-of-24-characters';

/** A shop with the handler of its live page. */
export async function handled(options: WatchHandlerOptions = {}) {
  const opened = await openShop();
  const handler: WatchHandler = watchHandler(opened.shop, options);
  return { ...opened, handler };
}
