import { describe, expect, it } from 'vitest';
import { emptyStage, errorOf, picture, type Stage, stage, unheardRejections } from './stage.ts';
import { expectThrownByUser, expectWrongResult } from './userCode.ts';

/** A stage whose createId misbehaves from now on. */
async function idsBy(createId: () => unknown): Promise<Stage> {
  let armed = false;
  let ids = 0;
  const at = await stage({
    createId: () => (armed ? (createId() as string) : `id-${++ids}`),
  });
  armed = true;
  return at;
}

const commands: readonly (readonly [string, (at: Stage) => Promise<unknown>])[] = [
  [
    'products.add',
    ({ shop }) => shop.products.add({ name: 'New', category: 'new', priceMinor: 1 }),
  ],
  ['users.register', ({ shop }) => shop.users.register({ name: 'New' })],
  ['the first carts.add', ({ shop }) => shop.carts.add('bob', 'mug', 1)],
  ['checkout', ({ shop }) => shop.checkout('ada')],
];

describe.each(commands)('%s', (_, run) => {
  it.each([undefined, null, '', 5, true, {}, [], Symbol('id'), 1n, 'x'.repeat(257)])(
    'rejects when createId answers %o, and nothing has changed',
    async (id) => {
      const at = await idsBy(() => id);
      const before = picture(at);
      const error = await errorOf(() => run(at));
      const Cause = typeof id === 'string' ? RangeError : TypeError;
      expect(expectWrongResult(error, 'createId', Cause).message).toMatch(
        /^createId\(\): expected .+, got /,
      );
      expect(picture(at)).toEqual(before);
    },
  );

  it('rejects when createId answers a promise, and nothing has changed', async () => {
    const at = await idsBy(async () => 'id');
    const before = picture(at);
    expectWrongResult(await errorOf(() => run(at)), 'createId', TypeError);
    expect(picture(at)).toEqual(before);
  });

  it('rejects when createId answers a rejecting promise, which does not end the process', async () => {
    const at = await idsBy(async () => {
      throw new Error('no more ids');
    });
    const unheard = await unheardRejections(async () => {
      expectWrongResult(await errorOf(() => run(at)), 'createId', TypeError);
    });
    expect(unheard).toEqual([]);
  });

  it('rejects when createId throws, with that as the cause, and nothing has changed', async () => {
    const thrown = new Error('no more ids');
    const at = await idsBy(() => {
      throw thrown;
    });
    const before = picture(at);
    expectThrownByUser(await errorOf(() => run(at)), 'createId', thrown);
    expect(picture(at)).toEqual(before);
  });
});

describe('createId that answers an id that is taken', () => {
  it('does not create a second order with that id', async () => {
    const at = await emptyStage({ createId: () => 'same' });
    const { shop } = at;
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 1);
    expect(await shop.checkout('ada')).toMatchObject({ ok: true });
    await shop.carts.add('ada', 'mug', 1);
    for (const close of [async () => {}, () => shop.orders.cancel('same')]) {
      await close();
      const before = picture(at);
      const error = await errorOf(() => shop.checkout('ada'));
      expect(expectWrongResult(error, 'createId', RangeError).message).toMatch(
        /^createId\(\): expected an id that no order has yet, got 'same'/,
      );
      expect(picture(at)).toEqual(before);
    }
  });

  it('does not create a second product with that SKU', async () => {
    const at = await idsBy(() => 'mug');
    const before = picture(at);
    const add = () => at.shop.products.add({ name: 'New', category: 'new', priceMinor: 1 });
    expectWrongResult(await errorOf(add), 'createId', RangeError);
    expect(picture(at)).toEqual(before);
  });

  it('does not silently replace the user who has it', async () => {
    const at = await idsBy(() => 'ada');
    const before = picture(at);
    const register = () => at.shop.users.register({ name: 'Eve' });
    expectWrongResult(await errorOf(register), 'createId', RangeError);
    expect(picture(at)).toEqual(before);
  });
});
