import type { Engine } from './runtime/engine.ts';
import type { WatchedShop } from './watch/shop/watchedShop.ts';

/** What a door needs of a shop beside its members. */
export interface ShopEngine {
  readonly engine: Engine;
  /** Milliseconds of the clock by which commands are timed. */
  readonly now: () => number;
  /** What its live page shows. */
  readonly watched: WatchedShop;
}

const engines = new WeakMap<object, ShopEngine>();

/** To be called once with each shop. */
export function noteEngine(shop: object, engine: ShopEngine): void {
  engines.set(shop, engine);
}

/** The engine of a shop; undefined for anything but a shop of `createShop`. */
export function engineOf(shop: unknown): ShopEngine | undefined {
  return typeof shop === 'object' && shop !== null ? engines.get(shop) : undefined;
}
