import type { WatchedShop } from './shop/watchedShop.ts';
import { serveShop, type WatchServer } from './watchApi.ts';
import type { WatchOptions } from './watchOptions.ts';

/** The live page of a shop: a member of the shop itself. */
export interface WatchApi {
  /**
   * Serves a page that shows the shop live: its charts with the number of carts and orders in each state, those that have
   * been longest in one, throughput, latency, refusals, health, stock and channels. Read-only. While nobody views it, the
   * shop costs what it costs without. Does not keep the process alive; `close` of the shop ends it.
   *
   * @param options where, and who may see it; port 7070 of this machine when left out.
   * @throws ArgumentError if an option is something else; the error of the system if the address is taken; Error once the
   * shop has been closed.
   *
   * @example
   * const page = await shop.watch({ port: 0 });
   * console.log(page.url); // open it in a browser
   */
  watch(options?: WatchOptions): Promise<WatchServer>;
}

/** The live pages that are served of one shop. */
export class LivePages {
  readonly #shop: WatchedShop;
  readonly #servers = new Set<WatchServer>();
  #isClosed = false;

  constructor(shop: WatchedShop) {
    this.#shop = shop;
  }

  async serve(options: WatchOptions): Promise<WatchServer> {
    if (this.#isClosed) throw new Error('the shop has been closed');
    const server = await serveShop(this.#shop, options, () => this.#servers.delete(server));
    this.#servers.add(server);
    // The shop may have been closed meanwhile.
    if (this.#isClosed) await server.close();
    return server;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#servers].map((server) => server.close()));
  }
}
