import type { ShopHealth } from '../../health/healthApi.ts';
import type { Notifications } from '../../notifications/notificationApi.ts';
import type { Engine } from '../../runtime/engine.ts';
import type { ShopStats } from '../../stats/shopStats.ts';
import type { StockExplanation } from '../../stock/explain.ts';

/** What the live page asks a shop. */
export interface WatchedShop {
  readonly engine: Engine;
  /** Three letters. */
  readonly currency: string;
  readonly notifications: Pick<Notifications, 'status' | 'dead'>;
  stats(): ShopStats;
  health(): ShopHealth;
  /** @throws ArgumentError if the SKU is none. */
  explain(sku: string): StockExplanation | undefined;
}
