import type { ShopHealth } from '../../health/healthApi.ts';
import type { DeadLetter } from '../../notifications/deadLetters.ts';
import type { ChannelStatus } from '../../notifications/notificationApi.ts';
import type { Engine } from '../../runtime/engine.ts';
import type { ShopStats } from '../../stats/shopStats.ts';
import type { StockExplanation } from '../../stock/explain.ts';

/** What the live page asks a shop. */
export interface WatchedShop {
  readonly engine: Engine;
  /** Three letters. */
  readonly currency: string;
  stats(): ShopStats;
  health(): ShopHealth;
  channels(): readonly ChannelStatus[];
  /** The newest ones. */
  dead(limit: number): readonly DeadLetter[];
  explain(sku: string): StockExplanation | undefined;
}
