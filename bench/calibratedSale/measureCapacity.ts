import { createShop, warmUp } from '../../src/index.ts';
import { VirtualClock } from '../mix/virtualClock.ts';
import { VirtualSale } from '../mix/virtualSale.ts';
import { fillSaleShop } from '../sale/fillSaleShop.ts';
import { KINDS } from '../sale/metrics.ts';
import type { SaleSettings } from '../sale/readArguments.ts';
import { RequestStream } from '../sale/requestStream.ts';
import { generatorCores } from '../sale/runSale.ts';
import { SALE_TERMS, saleIds } from '../sale/saleShop.ts';
import type { OnProgress } from '../scaling/point.ts';
import {
  CALIBRATION_TPS,
  MAX_IDS,
  MAX_MEASURED_MS,
  MAX_SETTLE_WALL_MS,
  MEASURED_WALL_MS,
  SETTLE_MS,
  STEP_MS,
} from './limits.ts';

/** What one thread of this machine can do. */
export interface Capacity {
  /** Checkouts a second, with all requests and steps of orders, and with the load generator. */
  readonly checkoutsPerSecond: number;
}

/** Measures the cost of a sale for a short time: of the shop in virtual time, and of the generator. */
export async function measureCapacity(
  given: SaleSettings,
  onProgress: OnProgress,
): Promise<Capacity> {
  const settings = {
    ...given,
    ...{ tps: CALIBRATION_TPS, hot: 0 },
    users: Math.min(given.users, MAX_IDS),
    products: Math.min(given.products, MAX_IDS),
  };
  await warmUp();
  const shopSeconds = await shopSecondsPerCheckout(settings, onProgress);
  const cores = await generatorCores(settings, saleIds(settings), Number.POSITIVE_INFINITY);
  return { checkoutsPerSecond: 1 / (shopSeconds + cores / CALIBRATION_TPS) };
}

async function shopSecondsPerCheckout(
  settings: SaleSettings,
  onProgress: OnProgress,
): Promise<number> {
  const clock = new VirtualClock();
  const shop = await createShop({ ...SALE_TERMS, clock });
  const ids = saleIds(settings);
  await fillSaleShop(shop, settings, ids, onProgress);
  const stream = new RequestStream(settings, { from: 0, until: 0 });
  const sale = new VirtualSale({ shop, clock, ids, stream });
  await sale.open();
  const settledAt = await runFor(sale, { from: 0, ms: SETTLE_MS, wallMs: MAX_SETTLE_WALL_MS });
  sale.takeCosts();
  const measured = { from: settledAt, ms: MAX_MEASURED_MS, wallMs: MEASURED_WALL_MS };
  const endedAt = await runFor(sale, measured);
  const costs = sale.takeCosts();
  await shop.close();
  const seconds = KINDS.reduce((sum, kind) => sum + costs[kind].ms, 0) / 1000;
  return seconds / (settings.tps * ((endedAt - settledAt) / 1000));
}

/** Runs a sale until a virtual or the wall-clock time is over. @returns the virtual time then. */
async function runFor(
  sale: VirtualSale,
  { from, ms, wallMs }: { readonly from: number; readonly ms: number; readonly wallMs: number },
): Promise<number> {
  const startedAt = performance.now();
  let at = from;
  do {
    at += STEP_MS;
    await sale.runUntil(at);
  } while (at < from + ms && performance.now() < startedAt + wallMs);
  return at;
}
