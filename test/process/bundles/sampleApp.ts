/**
 * A program that sells and is killed when it is started with `sell`, and otherwise opens its store
 * again and prints what is in it. With `uninstall`, it removes its packages before.
 */
export const SAMPLE_APP = `
import { renameSync } from 'node:fs';
import { byText, createShop } from 'statecart';
import { lmdbStore } from 'statecart/lmdb';

async function main([path, command]) {
  if (command === 'uninstall') renameSync('node_modules', 'uninstalled');
  const shop = await createShop({ store: await lmdbStore({ path }) });
  if (command === 'sell') {
    await shop.products.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 5 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 2);
    const { order } = await shop.checkout('ada');
    console.log('sold for ' + order.totalMinor);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => setInterval(() => {}, 1000));
  }
  const [order] = shop.orders.list({ userId: 'ada' });
  const { available } = shop.products.get('mug');
  const { total } = shop.search([byText('mugs')]);
  console.log([order.state, order.totalMinor, available, total, shop.audit().ok].join(' '));
  await shop.close();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
`;

export const SOLD = 'sold for 1800\n';
export const REOPENED = 'pending 1800 3 1 true\n';
