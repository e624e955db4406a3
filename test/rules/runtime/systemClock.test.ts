import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';

describe('on the clock of the machine', () => {
  it('timers fire by themselves', async () => {
    const shop = await createShop({ cartExpiryMs: 500, paymentTimeoutMs: 10 });
    await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 1, stock: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.users.register({ userId: 'bob', name: 'Bob' });
    const told = (type: string, userId: string) =>
      new Promise((resolve) => {
        shop.on(type, (fact) => 'userId' in fact && fact.userId === userId && resolve(fact));
      });
    const happened = [told('order.cancelled', 'ada'), told('cart.expired', 'bob')];
    await shop.carts.add('ada', 'a', 1);
    await shop.carts.add('bob', 'a', 1);
    await shop.checkout('ada');
    await Promise.all(happened);
    expect(shop.carts.get('bob')?.state).toBe('empty');
    expect(shop.products.get('a')?.available).toBe(1);
    await shop.close();
  });

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
      { timeout: 20_000 },
    );
    expect(stdout).toBe('open\n');
  }, 30_000);
});
