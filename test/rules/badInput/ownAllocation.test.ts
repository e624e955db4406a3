import { describe, expect, it } from 'vitest';
import type { Allocation } from '../../../src/index.ts';
import { errorOf, picture, type Stage, stage, unheardRejections } from './stage.ts';
import { expectThrownByUser, expectWrongResult } from './userCode.ts';

/** A stage whose allocation misbehaves from now on. */
async function allocatedBy(allocation: Allocation): Promise<Stage> {
  let armed = false;
  const at = await stage({
    allocation: (demands, buyer) => (armed ? allocation(demands, buyer) : demands.map(() => [])),
  });
  armed = true;
  return at;
}

describe('an allocation strategy', () => {
  it.each<readonly [string, unknown]>([
    ['nothing for a product', [[]]],
    ['an empty list', []],
    ['unknown locations', [['mars'], ['__proto__', 'constructor']]],
    [
      'one location again and again',
      [
        ['north', 'north', 'north'],
        ['main', 'main'],
      ],
    ],
    ['too many lists', [['main'], ['main'], ['main'], ['main']]],
    ['values that are no locations', [[null, 5, {}, undefined, Number.NaN], [Symbol('main')]]],
  ])('that answers %s cannot keep an order from being served', async (_, answer) => {
    const at = await allocatedBy((() => answer) as Allocation);
    const bought = await at.shop.checkout('ada');
    expect(bought).toMatchObject({ ok: true });
    for (const { quantity, allocations } of bought.ok ? bought.order.lines : []) {
      expect(allocations.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
    }
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it.each<readonly [string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['a string', 'main'],
    ['a list of numbers', [5, 5]],
    ['a list of strings', ['main', 'main']],
    ['an object', { 0: ['main'] }],
    ['a promise', Promise.resolve([['main'], ['main']])],
  ])(
    'that answers %s rejects the checkout with a UserCodeError that names it, and changes nothing',
    async (_, answer) => {
      const at = await allocatedBy((() => answer) as unknown as Allocation);
      const before = picture(at);
      const error = await errorOf(() => at.shop.checkout('ada'));
      expect(expectWrongResult(error, 'allocation', TypeError).message).toMatch(
        /^allocation.*: expected .+, got /,
      );
      expect(picture(at)).toEqual(before);
    },
  );

  it.each([new Error('no map today'), new RangeError('x'), 'a string', null, 0])(
    'that throws %o rejects the checkout with it as the cause, changes nothing, and later checkouts work',
    async (thrown) => {
      let throws = true;
      const at = await allocatedBy((demands) => {
        if (throws) throw thrown;
        return demands.map(() => []);
      });
      const before = picture(at);
      const checkout = () => at.shop.checkout('ada');
      expectThrownByUser(await errorOf(checkout), 'allocation', thrown);
      const keyed = () => at.shop.checkout('ada', { idempotencyKey: 'k' });
      expectThrownByUser(await errorOf(keyed), 'allocation', thrown);
      expect(picture(at)).toEqual(before);
      throws = false;
      expect(await at.shop.checkout('ada', { idempotencyKey: 'k' })).toMatchObject({ ok: true });
      expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
    },
  );

  it('that throws undefined does not make the products look short', async () => {
    const at = await allocatedBy(() => {
      throw undefined;
    });
    const before = picture(at);
    expectThrownByUser(await errorOf(() => at.shop.checkout('ada')), 'allocation', undefined);
    expect(picture(at)).toEqual(before);
  });

  it('that throws does not move the expiry of the cart', async () => {
    const at = await allocatedBy(() => {
      throw new Error('no map today');
    });
    const expiresAt = at.shop.carts.get('ada')?.expiresAt ?? 0;
    at.clock.advance(1_000);
    await errorOf(() => at.shop.checkout('ada'));
    at.clock.advance(expiresAt - at.clock.now() - 1);
    expect(at.shop.carts.get('ada')?.state).toBe('open');
    at.clock.advance(1);
    expect(at.shop.carts.get('ada')?.state).toBe('empty');
  });

  it('that sorts its argument in place does not reorder the stock', async () => {
    const at = await allocatedBy((demands) =>
      demands.map(({ stock }) =>
        (stock as { location: string; available: number }[])
          .sort((a, b) => a.available - b.available)
          .map(({ location }) => location),
      ),
    );
    const before = Object.keys(at.shop.explain('mug')?.locations ?? {});
    await at.shop.checkout('ada');
    expect(Object.keys(at.shop.explain('mug')?.locations ?? {})).toEqual(before);
  });

  it.each<readonly [string, (stock: { available: number }[]) => unknown]>([
    ['empties', (stock) => stock.splice(0)],
    ['shifts', (stock) => stock.shift()],
    ['adds to', (stock) => stock.push({ location: 'mars', available: 99 } as never)],
    [
      'doubles',
      (stock) => {
        for (const entry of stock) entry.available *= 2;
      },
    ],
  ])('that %s the lists of stock it is given changes only its own copy', async (_, vandalise) => {
    const at = await allocatedBy((demands) => {
      for (const { stock } of demands) vandalise(stock as unknown as { available: number }[]);
      return [];
    });
    await at.shop.checkout('ada');
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
    expect(at.shop.explain('mug')).toMatchObject({ available: 64, held: 6 });
    expect(await at.shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
  });

  it('that answers a rejecting promise is refused without an unhandled rejection', async () => {
    const at = await allocatedBy((async () => {
      throw new Error('no map today');
    }) as unknown as Allocation);
    const unheard = await unheardRejections(() => at.shop.checkout('ada').catch(() => {}));
    expect(unheard).toEqual([]);
  });
});
