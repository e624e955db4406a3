import { CART_EXPIRY_MS } from '../../../machines/index.ts';
import { show } from '../../base/show.ts';
import { cartKind } from '../../carts/cartKind.ts';
import { orderKind } from '../../orders/orderKind.ts';
import type { ActorKind } from '../../runtime/actorKind.ts';
import { systemClock } from '../../runtime/clock.ts';
import { RECORDS } from '../../schema/table.ts';
import { chartPicture } from '../../watch/chartPicture.ts';
import type { WatchedSource } from '../../watch/watchedSource.ts';
import type { WatchedStock, WatchPicture, WatchUpdate } from '../../watch/watchTypes.ts';
import type { DeployedCharts } from '../check/readCharts.ts';
import { withSnapshot } from '../withSnapshot.ts';
import { readContents, type StoreContents } from './storeContents.ts';
import { storedStock } from './storedStock.ts';

/** Milliseconds between two readings, if these take less than a tenth of it. */
const REFRESH_MS = 5_000;
const READING_SHARE = 0.1;

/** Products of which the stock is kept until the next reading. */
const MAX_STOCK = 100;

export interface StoreSourceOptions {
  readonly path: string;
  readonly charts: DeployedCharts;
}

/** A store at rest, or that of a shop in another process, which is read again every few seconds. */
export class StoreSource implements WatchedSource {
  readonly picture: WatchPicture;
  readonly #path: string;
  readonly #kinds: { readonly cart: ActorKind; readonly order: ActorKind };
  /** How many follow an actor, by what they call it. */
  readonly #following = new Map<string, number>();
  /** As of the last reading. */
  #stock = new Map<string, Promise<WatchedStock | undefined>>();
  #contents: StoreContents | undefined = undefined;
  #problem: string | null = null;
  #readings = 0;
  #readingsShown = -1;
  #shownAt = 0;
  #timer: NodeJS.Timeout | undefined = undefined;
  #isWatched = false;
  #isReading = false;

  private constructor({ path, charts }: StoreSourceOptions, currency: string) {
    const { cart, order, migrate } = charts;
    this.#path = path;
    this.#kinds = {
      cart: cartKind(cart, migrate, CART_EXPIRY_MS),
      order: orderKind(order, migrate),
    };
    this.picture = {
      source: { kind: 'store', path, refreshMs: REFRESH_MS },
      currency,
      charts: [chartPicture('cart', 'Carts', cart), chartPicture('order', 'Orders', order)],
    };
  }

  /** @throws Error if there is no store that can be read. */
  static async open(options: StoreSourceOptions): Promise<StoreSource> {
    return await withSnapshot({ path: options.path, records: RECORDS }, (_, { currency }) => {
      return new StoreSource(options, currency);
    });
  }

  begin(): void {
    this.#isWatched = true;
    void this.#refresh();
  }

  end(): void {
    this.#isWatched = false;
    clearTimeout(this.#timer);
    this.#following.clear();
    this.#stock.clear();
  }

  get hasNews(): boolean {
    return (
      this.#readings !== this.#readingsShown || performance.now() - this.#shownAt >= REFRESH_MS
    );
  }

  read(): void {
    this.#readingsShown = this.#readings;
    this.#shownAt = performance.now();
  }

  update(following: string | undefined): WatchUpdate {
    const {
      charts = this.#uncounted(),
      dead = [],
      consumers = [],
      followed,
    } = this.#contents ?? {};
    return {
      at: systemClock().now(),
      charts,
      figures: null,
      channels: [],
      dead,
      consumers,
      followed: following === undefined ? null : (followed?.get(following) ?? unknown(following)),
      turn: null,
      problem: this.#problem,
    };
  }

  follow(id: string): void {
    this.#following.set(id, (this.#following.get(id) ?? 0) + 1);
    // A page that begins to follow does not wait for the next reading.
    if (this.#contents !== undefined && !this.#contents.followed.has(id)) void this.#refresh();
  }

  unfollow(id: string): void {
    const count = (this.#following.get(id) ?? 1) - 1;
    if (count === 0) this.#following.delete(id);
    else this.#following.set(id, count);
  }

  stock(sku: string): Promise<WatchedStock | undefined> {
    const known = this.#stock.get(sku);
    if (known !== undefined) return known;
    const path = this.#path;
    const stock = withSnapshot({ path, records: RECORDS }, (snapshot) => {
      return storedStock(snapshot, this.#kinds, sku);
    });
    // Without viewers, there is no next reading.
    if (this.#isWatched && this.#stock.size < MAX_STOCK) this.#stock.set(sku, stock);
    return stock;
  }

  async #refresh(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    clearTimeout(this.#timer);
    const begun = performance.now();
    const kinds = [this.#kinds.cart, this.#kinds.order];
    const isFollowed = (id: string) => this.#following.has(id);
    try {
      this.#contents = await withSnapshot({ path: this.#path, records: RECORDS }, (snapshot) =>
        readContents(snapshot, kinds, isFollowed),
      );
      this.#problem = null;
    } catch (error) {
      this.#problem = show(error);
    }
    this.#stock = new Map();
    this.#readings++;
    this.#isReading = false;
    if (!this.#isWatched) return;
    const waitMs = Math.max(REFRESH_MS, (performance.now() - begun) / READING_SHARE);
    this.#timer = setTimeout(() => void this.#refresh(), waitMs).unref();
  }

  #uncounted(): WatchUpdate['charts'] {
    return this.picture.charts.map(({ id }) => {
      return { id, isComplete: false, states: {}, transitions: {}, longest: [] };
    });
  }
}

function unknown(id: string): WatchUpdate['followed'] {
  const nothing = { chart: null, state: null, since: null, isAtLeast: false, context: '' };
  return { id, ...nothing, path: [], isCut: false };
}
