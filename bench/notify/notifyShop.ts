import { createShop, type PersonalChannel, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { skuOf, userIdOf } from '../closedLoop/purchases.ts';
import { type DurableKind, openStore } from '../harness/openStore.ts';
import type { OnProgress } from '../scaling/point.ts';
import { inChunks } from './inChunks.ts';
import { PRODUCTS, STOCK, USERS } from './limits.ts';

/** Where the shop has its records. */
export type StoreKind = 'memory' | DurableKind;

export interface NotifyShopOptions {
  readonly store: StoreKind;
  /** The folder of the store. */
  readonly path: string;
  /** Without one, the shop has no notifications. */
  readonly channel?: PersonalChannel | undefined;
  /** True when facts are retained for ever; otherwise as by default, which is for channels only without a store. */
  readonly retainsFacts?: boolean;
  /** False when a crash of the machine need not be survived. */
  readonly sync?: boolean;
}

/** Opens a shop that refuses nothing for its load: how much it can do is what is measured. */
export async function openNotifyShop(options: NotifyShopOptions): Promise<Shop> {
  const { store, path, channel, retainsFacts = false, sync = true } = options;
  return await createShop({
    shedAboveMs: Number.POSITIVE_INFINITY,
    ...(channel !== undefined && { notifications: { channels: [channel] } }),
    ...(retainsFacts && { factRetentionMs: Number.POSITIVE_INFINITY }),
    ...(store !== 'memory' && { store: await openStore(store, path, sync) }),
  });
}

/** Adds the products, and the users, all of whom have an email address. */
export async function addCustomers(shop: Shop, onProgress: OnProgress): Promise<void> {
  await inChunks({ stage: 'products', total: PRODUCTS, onProgress }, async (product) => {
    const details = { name: `Product ${product}`, category: 'all', priceMinor: 1000 };
    expectOk(await shop.products.add({ sku: skuOf(product), ...details, stock: STOCK }));
  });
  await inChunks({ stage: 'users', total: USERS, onProgress }, async (user) => {
    const email = `user-${user}@example.com`;
    expectOk(await shop.users.register({ userId: userIdOf(user), name: `User ${user}`, email }));
  });
}
