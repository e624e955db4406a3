import { describe, expect, it } from 'vitest';
import { buy, emptyStage, stage } from './stage.ts';

describe('extreme sizes', () => {
  it('a cart of 1,000 lines is filled, bought, shipped and accounted for', async () => {
    const at = await emptyStage({ maxCartLines: 1_000 });
    const { shop } = at;
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    const lines: Record<string, number> = {};
    for (let index = 0; index < 1_000; index++) {
      const sku = `sku-${index}`;
      await shop.products.add({
        sku,
        name: sku,
        category: 'c',
        priceMinor: 2,
        stock: { a: 1, b: 1 },
      });
      lines[sku] = 2;
    }
    const { orderId, totalMinor } = await buy(at, 'ada', lines);
    expect(totalMinor).toBe(4_000);
    await shop.orders.confirm(orderId);
    expect(await shop.orders.ship(orderId, { trackingNumber: 'T' })).toMatchObject({ ok: true });
    await shop.orders.deliver(orderId);
    expect(shop.orders.get(orderId)?.lines).toHaveLength(1_000);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('20,000 search results come in one page when asked for', async () => {
    const at = await emptyStage();
    const { shop } = at;
    for (let index = 0; index < 20_000; index++) {
      await shop.products.add({ sku: `${index}`, name: 'N', category: 'c', priceMinor: index });
    }
    const { total, items } = shop.search([], { sort: 'price', limit: Number.MAX_SAFE_INTEGER });
    expect(total).toBe(20_000);
    expect(items).toHaveLength(20_000);
    expect(items[19_999]?.priceMinor).toBe(19_999);
    expect(shop.search([], { offset: Number.MAX_SAFE_INTEGER }).items).toEqual([]);
    expect(
      shop.search([], { limit: Number.MAX_SAFE_INTEGER, offset: Number.MAX_SAFE_INTEGER }).items,
    ).toEqual([]);
  });

  it('one product in 2,000 locations is bought from all of them', async () => {
    const at = await emptyStage();
    const { shop } = at;
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    const stock = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`l${index}`, 1]));
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock });
    const { lines } = await buy(at, 'ada', { mug: 2_000 });
    expect(lines[0]?.allocations).toHaveLength(2_000);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('an argument of 10,000 members makes no message of 10,000 members', async () => {
    const at = await stage();
    const huge = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]),
    );
    const error = await at.shop.carts.clear(huge as never).catch((error: Error) => error);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message.length).toBeLessThan(2_000);
  });

  it('an argument that throws when it is inspected is refused like any other', async () => {
    const at = await stage();
    const shy = {
      [Symbol.for('nodejs.util.inspect.custom')]() {
        throw new Error('do not look');
      },
    };
    await expect(at.shop.carts.clear(shy as never)).rejects.toThrow(/^userId: expected a string/);
  });

  it('a cart whose total has grown beyond 2^53 - 1 by a new price can still be made smaller', async () => {
    const at = await stage();
    const { shop } = at;
    await shop.products.update('mug', { priceMinor: Number.MAX_SAFE_INTEGER });
    await expect(shop.checkout('ada')).rejects.toThrow(RangeError);
    expect(await shop.carts.setQuantity('ada', 'mug', 2).catch(String)).toMatchObject({ ok: true });
    expect(await shop.carts.add('ada', 'cup', 1).catch(String)).toMatchObject({ ok: true });
    expect(await shop.carts.remove('ada', 'mug')).toMatchObject({ ok: true });
    expect(await shop.checkout('ada')).toMatchObject({ ok: true });
  });
});
