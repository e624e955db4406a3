/**
 * A program that sells and is killed when it is started with `sell`, and otherwise opens its store
 * again and prints what is in it. With `uninstall`, it removes its packages before. A path that ends with
 * `-log` is that of a store with a log: the program then waits for a checkpoint that a worker writes.
 */
export const SAMPLE_APP = `
import { renameSync, statSync } from 'node:fs';
import { byText, createShop } from 'statecart';
import { diskStore } from 'statecart/disk';
import { lmdbStore } from 'statecart/lmdb';

async function main([path, command]) {
  if (command === 'uninstall') renameSync('node_modules', 'uninstalled');
  const hasLog = path.endsWith('-log');
  const checkpointEveryBytes = 64 * 1024;
  const store = await (hasLog ? diskStore({ path, checkpointEveryBytes }) : lmdbStore({ path }));
  const shop = await createShop({ store });
  if (command === 'sell') {
    await shop.products.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 5 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 2);
    const { order } = await shop.checkout('ada');
    if (hasLog) await writeCheckpoint(shop, path);
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

async function writeCheckpoint(shop, path) {
  const sizeOf = () => statSync(path + '/checkpoint/data.mdb').size;
  const before = sizeOf();
  const descriptions = Array.from({ length: 1000 }, (_, index) => index + 'x'.repeat(2000));
  await Promise.all(descriptions.map((description) => shop.products.update('mug', { description })));
  for (let tries = 0; tries < 600 && sizeOf() === before; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (sizeOf() === before) console.log('no checkpoint');
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
`;

export const SOLD = 'sold for 1800\n';
export const REOPENED = 'pending 1800 3 1 true\n';
