import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a cart that waits for its expiry does not keep the process alive', async () => {
  const script = `
    import { createShop } from 'statecart';
    const shop = await createShop();
    await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 1, stock: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    console.log((await shop.carts.add('ada', 'a', 1)).cart.state);
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { timeout: 100_000 },
  );
  expect(stdout).toBe('open\n');
});
