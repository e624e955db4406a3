import type { Shop } from '../../src/index.ts';
import { FactCounts } from './factCounts.ts';
import { NULL_RUN_SECONDS, NULL_WARM_UP_MS } from './limits.ts';
import type { SaleSettings } from './readArguments.ts';
import { type LoadOptions, runLoad } from './runLoad.ts';
import { type SaleFigures, saleFigures } from './saleFigures.ts';
import { nullShop, type SaleIds } from './saleShop.ts';

export interface SaleOptions extends Pick<LoadOptions, 'signal' | 'onTick'> {
  /** A shop with the products and users of the settings; it is closed at the end. */
  readonly shop: Shop;
  readonly ids: SaleIds;
  readonly settings: SaleSettings;
  readonly warmUpMs: number;
  /** The result of {@link generatorCores}; not known when left out. */
  readonly generatorCores?: number;
}

/** Runs a sale in a shop, and audits it. */
export async function runSale(options: SaleOptions): Promise<SaleFigures> {
  const { shop, warmUpMs, generatorCores = null, signal } = options;
  const facts = new FactCounts(shop);
  const load = await runLoad({ ...options, warmUpMs });
  const audit = shop.audit();
  await shop.close();
  // A shop that has closed has answered everything, however slow it was; its callers hear it now.
  await new Promise(setImmediate);
  const interrupted = signal?.aborted ?? false;
  return saleFigures(load, { interrupted, facts, audit, generatorCores });
}

/** Measures the cores that the load generator takes: the same load on a shop that does nothing. */
export async function generatorCores(
  settings: SaleSettings,
  ids: SaleIds,
  warmUpMs: number,
): Promise<number> {
  const { process } = await runLoad({
    shop: nullShop(),
    ids,
    settings: { ...settings, seconds: NULL_RUN_SECONDS },
    warmUpMs: Math.min(warmUpMs, NULL_WARM_UP_MS),
    drains: false,
  });
  return process.cpuCores;
}
