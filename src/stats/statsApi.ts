import { COMMAND_CLASSES, type CommandClass } from '../admission/commandClass.ts';
import { estimateMemory } from './estimateMemory.ts';
import type { MeasuredParts } from './measuredParts.ts';
import type { ShopStats } from './shopStats.ts';

/** The figures of a shop: members of the shop itself. */
export interface StatsApi {
  /**
   * What goes on in the shop. Takes microseconds, and time proportional to the number of consumers only; works on
   * a shop that has stopped, too.
   */
  stats(): ShopStats;
}

export function createStatsApi(parts: MeasuredParts): StatsApi {
  const { engine, admission, health, catalog, carts, orders, facts } = parts;
  return {
    stats() {
      const { directory } = engine;
      const { window } = health;
      const now = health.now();
      window.advance(now);
      const { heapUsed, rss, external } = process.memoryUsage();
      return {
        carts: { live: directory.activeCount(carts.kind) },
        orders: { open: directory.activeCount(orders.kind) },
        timers: engine.timerCount,
        commits: { waiting: engine.commits.waiting, oldestMs: engine.commits.oldestAgeMs(now) },
        commands: {
          waiting: byClass((name) => admission.waiting(name)),
          perSecond: byClass((name) => window.perSecond(name, now)),
          latencyMs: byClass((name) => window.latencies(name).percentiles()),
          waitMs: byClass((name) => window.waits(name).percentiles()),
        },
        consumers: facts.consumerLags(),
        search: { rows: catalog.size, isReady: catalog.isLoaded },
        memory: { heapUsed, rss, external, estimates: estimateMemory(parts) },
      };
    },
  };
}

function byClass<Figure>(
  figureOf: (name: CommandClass) => Figure,
): Readonly<Record<CommandClass, Figure>> {
  const entries = COMMAND_CLASSES.map((name) => [name, figureOf(name)] as const);
  return Object.fromEntries(entries) as Record<CommandClass, Figure>;
}
