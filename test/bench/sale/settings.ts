import type { SaleSettings } from '../../../bench/sale/readArguments.ts';
import { DEFAULT_MIX } from '../../../bench/sale/readMix.ts';
import type { SaleShop } from '../../../bench/sale/saleShop.ts';
import { nullShop } from '../../../bench/sale/saleShop.ts';

/** A small sale, but for what a test says. */
export function settingsOf(settings: Partial<SaleSettings> = {}): SaleSettings {
  return {
    tps: 50,
    seconds: 3,
    users: 300,
    products: 200,
    mix: DEFAULT_MIX,
    store: 'memory',
    hot: 0.2,
    seed: 1,
    ...settings,
  };
}

/** A shop that does nothing, but for what a test says. */
export function shopOf(parts: {
  get?: () => void;
  add?: () => Promise<unknown>;
  checkout?: () => Promise<unknown>;
}): SaleShop {
  const shop = nullShop();
  return {
    ...shop,
    ...(parts.get !== undefined && { products: { get: parts.get as never } }),
    ...(parts.add !== undefined && { carts: { ...shop.carts, add: parts.add as never } }),
    ...(parts.checkout !== undefined && { checkout: parts.checkout as never }),
  };
}
