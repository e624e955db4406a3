import { createShop, type Shop } from '../../src/index.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { openStore } from '../harness/openStore.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { fillSaleShop } from './fillSaleShop.ts';
import type { SaleSettings } from './readArguments.ts';
import { SALE_TERMS, type SaleIds } from './saleShop.ts';

/** A shop, and the clean-up after it is closed. */
export interface OpenedSaleShop {
  readonly shop: Shop;
  /** Removes the files that the shop has written. */
  readonly cleanUp: () => void;
}

/** Opens a shop with the products and users of a sale. Its clock is the machine's. */
export async function openSaleShop(settings: SaleSettings, ids: SaleIds): Promise<OpenedSaleShop> {
  if (settings.store === 'memory') {
    const shop = await createShop(SALE_TERMS);
    await fill(shop, settings, ids);
    return { shop, cleanUp: () => {} };
  }
  const { path, remove } = temporaryFolder();
  const shop = await createShop({ ...SALE_TERMS, store: await openStore(settings.store, path) });
  await fill(shop, settings, ids);
  return { shop, cleanUp: remove };
}

async function fill(shop: Shop, settings: SaleSettings, ids: SaleIds): Promise<void> {
  const progress = startStagedProgress('loading');
  try {
    await fillSaleShop(shop, settings, ids, progress.update);
  } finally {
    progress.stop();
  }
}
