import { chartPicture } from '../chartPicture.ts';
import { IDLE_UPDATE_MS } from '../limits.ts';
import type { WatchedSource } from '../watchedSource.ts';
import type { WatchedStock, WatchPicture, WatchUpdate } from '../watchTypes.ts';
import { ShopCollector } from './shopCollector.ts';
import { stockOf } from './shopFigures.ts';
import type { WatchedShop } from './watchedShop.ts';

const TITLES: Readonly<Record<string, string>> = {
  cart: 'Carts',
  order: 'Orders',
  inventory: 'Inventory',
  health: 'Health',
  delivery: 'Delivery channels',
};

const collectors = new WeakMap<WatchedShop, ShopCollector>();

/** A running shop as one server shows it. */
export class ShopSource implements WatchedSource {
  readonly picture: WatchPicture;
  readonly #shop: WatchedShop;
  readonly #collector: ShopCollector;
  #newsShown = -1;
  #shownAt = 0;

  /** @param name what the page calls the shop. */
  constructor(shop: WatchedShop, name: string) {
    const collector = collectors.get(shop) ?? new ShopCollector(shop);
    collectors.set(shop, collector);
    this.#shop = shop;
    this.#collector = collector;
    this.picture = {
      source: { kind: 'shop', name },
      currency: shop.currency,
      charts: [...collector.machines].map(([id, machine]) => {
        return chartPicture(id, TITLES[id] ?? id, machine);
      }),
    };
  }

  begin(): void {
    this.#collector.begin();
  }

  end(): void {
    this.#collector.end();
  }

  get hasNews(): boolean {
    if (this.#collector.news !== this.#newsShown) return true;
    return performance.now() - this.#shownAt >= IDLE_UPDATE_MS;
  }

  read(): void {
    this.#newsShown = this.#collector.news;
    this.#shownAt = performance.now();
    this.#collector.read();
  }

  update(following: string | undefined): WatchUpdate {
    return this.#collector.update(following);
  }

  follow(id: string): void {
    this.#collector.follow(id);
  }

  unfollow(id: string): void {
    this.#collector.unfollow(id);
  }

  stock(sku: string): WatchedStock | undefined {
    if (this.#collector.isClosed) throw new Error('the shop has been closed');
    const explained = this.#shop.explain(sku);
    return explained && stockOf(sku, explained);
  }
}
