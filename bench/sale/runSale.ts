import type { Shop } from '../../src/index.ts';
import { FactCounts } from './factCounts.ts';
import { NULL_RUN_SECONDS, NULL_WARM_UP_MS, WARM_UP_MS } from './limits.ts';
import type { SaleSettings } from './readArguments.ts';
import { type LoadOptions, runLoad } from './runLoad.ts';
import { type SaleFigures, saleFigures } from './saleFigures.ts';
import { nullShop, type SaleIds } from './saleShop.ts';

export interface SaleOptions extends Pick<LoadOptions, 'signal' | 'onTick'> {
  /** With the products and users of the settings. Closed in the end. */
  readonly shop: Shop;
  readonly ids: SaleIds;
  readonly settings: SaleSettings;
  readonly warmUpMs?: number;
  /** What {@link generatorCores} answers; not known when left out. */
  readonly generatorCores?: number;
}

/** Runs a sale in a shop, and audits it. */
export async function runSale(options: SaleOptions): Promise<SaleFigures> {
  const { shop, warmUpMs = WARM_UP_MS, generatorCores = null, signal } = options;
  const facts = new FactCounts(shop);
  const load = await runLoad({ ...options, warmUpMs });
  const audit = shop.audit();
  await shop.close();
  const interrupted = signal?.aborted ?? false;
  return saleFigures(load, { interrupted, facts, audit, generatorCores });
}

/** Cores that the requests of a sale take by themselves: the same load on a shop that does nothing. */
export async function generatorCores(settings: SaleSettings, ids: SaleIds): Promise<number> {
  const { process } = await runLoad({
    shop: nullShop(),
    ids,
    settings: { ...settings, seconds: NULL_RUN_SECONDS },
    warmUpMs: NULL_WARM_UP_MS,
    drains: false,
  });
  return process.cpuCores;
}
