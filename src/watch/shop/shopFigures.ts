import type { ShopHealth } from '../../health/healthApi.ts';
import type { DeadLetter } from '../../notifications/deadLetters.ts';
import type { ShopStats } from '../../stats/shopStats.ts';
import type { StockExplanation } from '../../stock/explain.ts';
import { MAX_HOLDS } from '../limits.ts';
import type {
  RefusalFigures,
  WatchedDeadLetter,
  WatchedHold,
  WatchedStock,
  WatchFigures,
} from '../watchTypes.ts';

export function figuresOf(
  { commands, commits, timers, memory }: ShopStats,
  { state, since, reasons, alert }: ShopHealth,
  refusals: readonly RefusalFigures[],
): WatchFigures {
  const { perSecond, latencyMs, waiting } = commands;
  const { heapUsed, rss } = memory;
  return {
    perSecond,
    latencyMs,
    waiting,
    refusals,
    health: { state, since, reasons, alert },
    commits,
    timers,
    memory: { heapUsed, rss },
  };
}

export function deadLetterOf(letter: DeadLetter): WatchedDeadLetter {
  const { id: messageId, channel, type, reason, attempts, diedAt: at } = letter;
  return { messageId, channel, type, reason, attempts, at };
}

export function stockOf(sku: string, explained: StockExplanation): WatchedStock {
  const { onHand, available, held, shipped, holds } = explained;
  const locations = Object.entries(explained.locations).map(([location, figures]) => {
    const { available, held, shipped } = figures;
    return { location, available, held, shipped };
  });
  const shown = holds.map(({ orderId, userId, quantity, until }) => {
    return { id: orderId === undefined ? `cart:${userId}` : `order:${orderId}`, quantity, until };
  });
  return {
    sku,
    onHand,
    available,
    held,
    shipped,
    locations,
    ...shownHolds(shown),
  };
}

/** The holds that end first. */
export function shownHolds(
  holds: readonly WatchedHold[],
): Pick<WatchedStock, 'holds' | 'omittedHolds'> {
  const endOf = ({ until }: WatchedHold) => until ?? Number.MAX_VALUE;
  const shown = holds.toSorted((a, b) => endOf(a) - endOf(b)).slice(0, MAX_HOLDS);
  return { holds: shown, omittedHolds: holds.length - shown.length };
}
