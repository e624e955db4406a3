import { TICK_MS } from './limits.ts';
import { Pump } from './pump.ts';
import type { SaleSettings } from './readArguments.ts';
import { Recorder, type TimeWindow } from './recorder.ts';
import { RequestStream } from './requestStream.ts';
import type { SaleIds, SaleShop } from './saleShop.ts';
import { type ProcessFigures, Telemetry } from './telemetry.ts';

export interface LoadOptions {
  readonly shop: SaleShop;
  readonly ids: SaleIds;
  readonly settings: SaleSettings;
  /** Not counted, before the seconds of the settings. */
  readonly warmUpMs: number;
  /** Whether to wait in the end until all orders have lived their lives; true when left out. */
  readonly drains?: boolean;
  /** Ends the run early when it aborts. */
  readonly signal?: AbortSignal;
  /** Called every half second with the milliseconds of the run. */
  readonly onTick?: (recorder: Recorder, time: number) => void;
}

export interface Load {
  readonly recorder: Recorder;
  readonly window: TimeWindow;
  readonly process: ProcessFigures;
  /** How late the last request was issued, in milliseconds. */
  readonly lagAtEndMs: number;
  /** Requests that were still not answered after the drain. */
  readonly unanswered: number;
}

/** Runs the requests of a sale against a shop: opening, warm-up, what is measured, drain. */
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
  const recorder = new Recorder(window);
  const pump = new Pump({ shop, ids, stream, recorder, window, now });
  const watch = watchOver(window, { ...options, now, recorder });
  const stop = () => {
    window.until = Math.min(window.until, now());
    watch.end();
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    await pump.run();
    const process = watch.end();
    if (drains) await pump.drain();
    return {
      recorder,
      window,
      process,
      lagAtEndMs: pump.lagAtEnd,
      unanswered: pump.outstanding,
    };
  } finally {
    watch.end();
    signal?.removeEventListener('abort', stop);
  }
}

/** Fills the carts that are there when the sale begins. */
async function open(stream: RequestStream, { carts }: SaleShop, ids: SaleIds): Promise<void> {
  for (const _ of stream.opening()) {
    const [userId, sku] = [ids.userIds[stream.user], ids.skus[stream.product]];
    await carts.add(userId as string, sku as string, stream.quantity);
  }
}

/** Looks at the process while the window is open, and tells the progress from the start on. */
function watchOver(
  window: TimeWindow,
  { now, recorder, onTick }: LoadOptions & { now: () => number; recorder: Recorder },
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
    onTick?.(recorder, now());
  }, TICK_MS);
  return { end };
}
