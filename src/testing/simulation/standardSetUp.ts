import type { Shop } from '../../shopTypes.ts';

const HOME = { category: 'home', priceMinor: 900 };

/** Users and products that meet: fewer units than the users of a run want. */
export async function standardSetUp(shop: Shop): Promise<void> {
  for (const userId of ['ada', 'bob', 'cyd']) {
    await shop.users.register({ userId, name: userId, member: userId === 'ada' });
  }
  await shop.products.add({ ...HOME, sku: 'mug', name: 'Mug', stock: { lyon: 6, berlin: 4 } });
  await shop.products.add({ ...HOME, sku: 'lamp', name: 'Lamp', stock: 5, maxPerOrder: 2 });
  await shop.products.add({ ...HOME, sku: 'vase', name: 'Vase', stock: 3, maxPerUser: 3 });
  await shop.products.add({ ...HOME, sku: 'rug', name: 'Rug', stock: 1 });
}
