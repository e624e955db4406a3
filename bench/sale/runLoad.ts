import { TICK_MS } from './limits.ts';
import { LoadGenerator } from './loadGenerator.ts';
import { Metrics, type TimeWindow } from './metrics.ts';
import type { SaleSettings } from './readArguments.ts';
import { RequestStream } from './requestStream.ts';
import type { SaleIds, SaleShop } from './saleShop.ts';
import { type ProcessFigures, Telemetry } from './telemetry.ts';

export interface LoadOptions {
  readonly shop: SaleShop;
  readonly ids: SaleIds;
  readonly settings: SaleSettings;
  /** The time before the measured seconds. */
  readonly warmUpMs: number;
  /** True when the run ends only after all orders have come to their end; true when left out. */
  readonly drains?: boolean;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  /** Called every half second with the milliseconds of the run. */
  readonly onTick?: (metrics: Metrics, time: number) => void;
}

export interface Load {
  readonly metrics: Metrics;
  readonly window: TimeWindow;
  readonly process: ProcessFigures;
  /** The delay of the last request, in milliseconds. */
  readonly lagAtEndMs: number;
  /** Counts the requests that have no answer by now. */
  readonly unanswered: () => number;
}

/** Runs the load of a sale against a shop: opening, warm-up, the measured seconds, drain. */
export async function runLoad(options: LoadOptions): Promise<Load> {
  const { shop, ids, settings, warmUpMs, drains = true, signal } = options;
  const window: TimeWindow = { from: warmUpMs, until: warmUpMs + settings.seconds * 1000 };
  const third = (window.until - window.from) / 3;
  const stream = new RequestStream(settings, {
    from: window.from + third,
    until: window.until - third,
  });
  await open(stream, shop, ids);
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const metrics = new Metrics(window);
  const generator = new LoadGenerator({ shop, ids, stream, metrics, window, now });
  const watch = watchOver(window, { ...options, now, metrics });
  const stop = () => {
    window.until = Math.min(window.until, now());
    watch.end();
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    await generator.run();
    const process = watch.end();
    if (drains) await generator.drain();
    return {
      metrics,
      window,
      process,
      lagAtEndMs: generator.lagAtEnd,
      unanswered: () => generator.outstanding,
    };
  } finally {
    watch.end();
    signal?.removeEventListener('abort', stop);
  }
}

/** Fills the carts that exist when the sale begins. */
async function open(stream: RequestStream, { carts }: SaleShop, ids: SaleIds): Promise<void> {
  for (const _ of stream.opening()) {
    const [userId, sku] = [ids.userIds[stream.user], ids.skus[stream.product]];
    await carts.add(userId as string, sku as string, stream.quantity);
  }
}

/** Watches the process while the window is open, and reports the progress from the start on. */
function watchOver(
  window: TimeWindow,
  { now, metrics, onTick }: LoadOptions & { now: () => number; metrics: Metrics },
): { end: () => ProcessFigures } {
  const telemetry = new Telemetry();
  let hasBegun = false;
  const begin = () => {
    if (hasBegun) return;
    hasBegun = true;
    telemetry.begin();
  };
  const end = (): ProcessFigures => {
    begin();
    for (const timer of [beginning, ending, ticking]) clearTimeout(timer);
    return telemetry.end();
  };
  const beginning = setTimeout(begin, window.from);
  const ending = setTimeout(end, window.until);
  const ticking = setInterval(() => {
    if (hasBegun) telemetry.look();
    onTick?.(metrics, now());
  }, TICK_MS);
  return { end };
}
