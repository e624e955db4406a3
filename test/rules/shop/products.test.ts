import { describe, expect, test } from 'vitest';
import { byText, createShop, memoryStore, UserCodeError } from '../../../src/index.ts';
import { accepted, openShop, START } from './openShop.ts';

describe('a product', () => {
  test('can be read as it was added, with what is available and how it is rated', async () => {
    const { shop } = await openShop();
    const given = {
      sku: 'cup',
      name: 'Cup',
      category: 'kitchen',
      priceMinor: 250,
      description: 'Holds tea',
      maxPerOrder: 3,
    };
    const { product } = accepted(await shop.products.add({ ...given, stock: { a: 1, b: 2 } }));
    expect(product).toEqual({
      ...given,
      available: 3,
      rating: 0,
      reviewCount: 0,
      createdAt: START,
    });
    expect(shop.products.get('cup')).toEqual(product);
  });

  test('without stock can be read, but not bought', async () => {
    const { shop } = await openShop();
    await shop.products.add({ sku: 'cup', name: 'Cup', category: 'kitchen', priceMinor: 1 });
    expect(shop.products.get('cup')?.available).toBe(0);
    expect((await shop.carts.add('ada', 'cup', 1)).ok).toBe(false);
  });

  test('cannot be added twice', async () => {
    const { shop } = await openShop();
    const before = shop.products.get('mug');
    const again = { sku: 'mug', name: 'Other', category: 'other', priceMinor: 1, stock: 99 };
    expect(await shop.products.add(again)).toEqual({
      ok: false,
      refusal: { code: 'duplicate-sku', sku: 'mug' },
    });
    expect(shop.products.get('mug')).toEqual(before);
  });

  test('without a sku gets one from createId, which must not collide', async () => {
    const { shop } = await openShop({ createId: () => 'made-up' });
    const cup = { name: 'Cup', category: 'kitchen', priceMinor: 1, stock: 1 };
    const { product } = accepted(await shop.products.add(cup));
    expect(product.sku).toBe('made-up');
    await expect(shop.products.add({ ...cup, name: 'Other' })).rejects.toThrow(UserCodeError);
    expect(shop.products.get('made-up')).toEqual(product);
  });

  test('changes only the members that an update names', async () => {
    const { shop } = await openShop();
    const before = shop.products.get('mug');
    const { product } = accepted(await shop.products.update('mug', { priceMinor: 1 }));
    expect(product).toEqual({ ...before, priceMinor: 1 });
    await shop.products.update('mug', { category: 'gifts', description: 'Blue', maxPerOrder: 2 });
    expect(shop.products.get('mug')).toEqual({
      ...before,
      priceMinor: 1,
      category: 'gifts',
      description: 'Blue',
      maxPerOrder: 2,
    });
  });

  test('takes an optional member back when an update says null', async () => {
    const { shop } = await openShop();
    const before = shop.products.get('mug');
    await shop.products.update('mug', { description: 'Blue', maxPerOrder: 2 });
    const one = accepted(await shop.products.update('mug', { description: null })).product;
    expect(one).toEqual({ ...before, maxPerOrder: 2 });
    expect(one).not.toHaveProperty('description');
    const both = accepted(await shop.products.update('mug', { maxPerOrder: null })).product;
    expect(both).toEqual(before);
    expect(both).not.toHaveProperty('maxPerOrder');
    expect((await shop.carts.add('ada', 'mug', 3)).ok).toBe(true);
  });

  test('can be told to take back what it does not have', async () => {
    const { shop } = await openShop();
    const before = shop.products.get('mug');
    const change = { description: null, maxPerOrder: null };
    expect(accepted(await shop.products.update('mug', change)).product).toEqual(before);
  });

  test('is not found by a description that was taken back', async () => {
    const { shop } = await openShop();
    await shop.products.update('mug', { description: 'Holds cocoa' });
    expect(shop.search([byText('cocoa')]).total).toBe(1);
    await shop.products.update('mug', { description: null });
    expect(shop.search([byText('cocoa')]).total).toBe(0);
  });

  test('stays without what was taken back when its shop is opened again', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    await shop.products.update('mug', { description: 'Blue', maxPerOrder: 2 });
    const { product } = accepted(
      await shop.products.update('mug', { description: null, maxPerOrder: null }),
    );
    await shop.close();
    const again = await createShop({ store });
    expect(again.products.get('mug')).toEqual(product);
    await again.close();
  });

  test('cannot be added with null for a member that it need not have', async () => {
    const { shop } = await openShop();
    const cup = { sku: 'cup', name: 'Cup', category: 'kitchen', priceMinor: 1 };
    for (const member of ['description', 'maxPerOrder']) {
      await expect(shop.products.add({ ...cup, [member]: null })).rejects.toThrow(TypeError);
    }
    expect(shop.products.get('cup')).toBeUndefined();
  });

  test('that is unknown cannot be changed or read', async () => {
    const { shop } = await openShop();
    expect(await shop.products.update('nothing', { priceMinor: 1 })).toEqual({
      ok: false,
      refusal: { code: 'unknown-product', sku: 'nothing' },
    });
    expect(shop.products.get('nothing')).toBeUndefined();
  });
});

describe('a review', () => {
  test('counts towards the mean rating of its product', async () => {
    const { shop, facts } = await openShop();
    accepted(await shop.products.review('mug', { userId: 'ada', rating: 5, text: 'Lovely' }));
    const { product } = accepted(await shop.products.review('mug', { userId: 'bob', rating: 2 }));
    expect(product).toMatchObject({ rating: 3.5, reviewCount: 2 });
    expect(shop.products.get('mug')).toMatchObject({ rating: 3.5, reviewCount: 2 });
    expect(shop.products.get('lamp')).toMatchObject({ rating: 0, reviewCount: 0 });
    expect(facts).toMatchObject([
      { type: 'product.reviewed', sku: 'mug', userId: 'ada', rating: 5 },
      { type: 'product.reviewed', sku: 'mug', userId: 'bob', rating: 2 },
    ]);
  });

  test('is replaced by the second one of the same user', async () => {
    const { shop, clock } = await openShop();
    await shop.products.review('mug', { userId: 'ada', rating: 1, text: 'Cracked' });
    await shop.products.review('mug', { userId: 'bob', rating: 4 });
    clock.advance(1000);
    await shop.products.review('mug', { userId: 'ada', rating: 5 });
    expect(shop.products.get('mug')).toMatchObject({ rating: 4.5, reviewCount: 2 });
    expect(shop.products.reviews('mug')).toEqual([
      { userId: 'ada', rating: 5, at: START + 1000 },
      { userId: 'bob', rating: 4, at: START },
    ]);
  });

  test('needs a user and a product, the user first', async () => {
    const { shop } = await openShop();
    expect(await shop.products.review('nothing', { userId: 'nobody', rating: 5 })).toEqual({
      ok: false,
      refusal: { code: 'unknown-user', userId: 'nobody' },
    });
    expect(await shop.products.review('nothing', { userId: 'ada', rating: 5 })).toEqual({
      ok: false,
      refusal: { code: 'unknown-product', sku: 'nothing' },
    });
    expect(shop.products.reviews('nothing')).toEqual([]);
  });
});
