import { describe, expect, test } from 'vitest';
import { UserCodeError } from '../../../src/index.ts';
import { accepted, fillCart, openShop } from './openShop.ts';

describe('a user', () => {
  test('can be read as registered', async () => {
    const { shop } = await openShop();
    const eve = {
      userId: 'eve',
      name: 'Eve',
      email: 'eve@example.org',
      phone: '+1 555',
      member: true,
    };
    expect(await shop.users.register(eve)).toEqual({ ok: true, user: eve });
    expect(shop.users.get('eve')).toEqual(eve);
    expect(shop.users.get('nobody')).toBeUndefined();
  });

  test('is not a member by default', async () => {
    const { shop } = await openShop();
    expect(shop.users.get('ada')).toEqual({ userId: 'ada', name: 'Ada', member: false });
  });

  test('without an id gets one from createId, which must not collide', async () => {
    const { shop } = await openShop({ createId: () => 'made-up' });
    expect(accepted(await shop.users.register({ name: 'Eve' })).user.userId).toBe('made-up');
    await expect(shop.users.register({ name: 'Zoe' })).rejects.toThrow(UserCodeError);
    expect(shop.users.get('made-up')?.name).toBe('Eve');
  });

  test('keeps the cart when registered again', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    await shop.users.register({ userId: 'ada', name: 'Ada L.', member: true });
    expect(shop.users.get('ada')).toEqual({ userId: 'ada', name: 'Ada L.', member: true });
    expect(shop.carts.get('ada')?.lines).toMatchObject([{ sku: 'mug' }]);
  });
});
