import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  bestOf,
  byCategory,
  byPrice,
  createShop,
  memoryStore,
  UserCodeError,
} from '../../../src/index.ts';
import { adoptOrderMachine, extendOrder, toMermaid } from '../../../src/machines.ts';
import { type IndexedProduct, SearchIndex } from '../../../src/search.ts';
import { errorOf, orderOf, stage } from './stage.ts';

const index = () => new SearchIndex<IndexedProduct>({ view: (product) => product });
const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, createdAt: 1 };
const foreign = memoryStore();
foreign.commit([{ op: 'put', key: ['order', 'o1'], value: '{}' }]);

/** Misuse that the tables of bad values do not reach: the call, then `argument`, `expected` and `given`. */
const misuses: readonly (readonly [
  call: string,
  kind: 'type' | 'range',
  members: { readonly argument: string; readonly given: unknown },
  run: () => unknown,
])[] = [
  ['bestOf()', 'range', { argument: 'bestOf', given: [] }, () => bestOf()],
  ['byCategory([])', 'range', { argument: 'category', given: [] }, () => byCategory([])],
  [
    'byPrice({ minMinor: 2, maxMinor: 1 })',
    'range',
    { argument: 'minMinor', given: 2 },
    () => byPrice({ minMinor: 2, maxMinor: 1 }),
  ],
  [
    'createShop({ curency })',
    'type',
    { argument: 'options', given: 'curency' },
    () => createShop({ curency: 'EUR' } as never),
  ],
  [
    'createShop({ factRetentionMs: -1 })',
    'range',
    { argument: 'factRetentionMs', given: -1 },
    () => createShop({ factRetentionMs: -1 }),
  ],
  [
    'createShop with the store of something else',
    'range',
    { argument: 'store', given: foreign },
    () => createShop({ store: foreign }),
  ],
  [
    'createShop with the store of a shop of another currency',
    'range',
    { argument: 'currency', given: 'JPY' },
    async () => {
      const store = memoryStore();
      await (await createShop({ store, currency: 'EUR' })).close();
      await createShop({ store, currency: 'JPY' });
    },
  ],
  [
    'createShop with a chart that lacks something',
    'type',
    { argument: 'machines.order', given: expect.objectContaining({ id: 'order' }) },
    () => createShop({ machines: { order: extendOrder({ confirmed: {} }) } }),
  ],
  [
    'extendOrder(null)',
    'type',
    { argument: 'extendOrder', given: null },
    () => extendOrder(null as never),
  ],
  [
    'extendOrder({ confirmed: 5 })',
    'type',
    { argument: 'extendOrder', given: 5 },
    () => extendOrder({ confirmed: 5 } as never),
  ],
  ['toMermaid({})', 'type', { argument: 'machine', given: {} }, () => toMermaid({} as never)],
  [
    'adoptOrderMachine(5)',
    'type',
    { argument: 'machines.order', given: 5 },
    () => adoptOrderMachine(5 as never),
  ],
  [
    'new SearchIndex()',
    'type',
    { argument: 'options', given: undefined },
    () => new SearchIndex(undefined as never),
  ],
  [
    'new SearchIndex({ maxQueryWords: 0 })',
    'range',
    { argument: 'maxQueryWords', given: 0 },
    () => new SearchIndex({ view: (product: IndexedProduct) => product, maxQueryWords: 0 }),
  ],
  [
    'new SearchIndex({})',
    'type',
    { argument: 'view', given: undefined },
    () => new SearchIndex({} as never),
  ],
  [
    'index.add()',
    'type',
    { argument: 'product', given: undefined },
    () => index().add(undefined as never),
  ],
  [
    'index.add(mug, null)',
    'type',
    { argument: 'state', given: null },
    () => index().add(mug, null as never),
  ],
  [
    'index.setPrice(0, null)',
    'type',
    { argument: 'product', given: null },
    () => index().setPrice(0, null as never),
  ],
  ['index.remove(7)', 'range', { argument: 'row', given: 7 }, () => index().remove(7)],
  [
    'consumer.acknowledge()',
    'type',
    { argument: 'fact', given: undefined },
    async () => (await createShop()).consumer('reader').acknowledge(undefined as never),
  ],
  [
    'consumer.acknowledge of a fact that it has not received',
    'range',
    { argument: 'fact.seq', given: 1 },
    async () => (await createShop()).consumer('reader').acknowledge({ seq: 1 }),
  ],
  [
    'orders.send of an event that is no plain data',
    'type',
    { argument: 'event.box.size', given: 1n },
    async () => {
      const at = await stage();
      await at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.pack', box: { size: 1n } });
    },
  ],
  [
    'a cart that would cost more than can be counted',
    'range',
    { argument: 'the cart total', given: expect.any(Number) },
    async () => {
      const { shop } = await stage();
      await shop.products.update('mug', { priceMinor: 2 ** 52 });
      await shop.carts.add('bob', 'mug', 30);
    },
  ],
];

describe('misuse', () => {
  it.each(misuses)('is an ArgumentError with its members: %s', async (_, kind, members, run) => {
    const error = await errorOf(run);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toBeInstanceOf(kind === 'type' ? TypeError : RangeError);
    expect(error).not.toBeInstanceOf(UserCodeError);
    expect(error).toMatchObject({
      code: 'ERR_STATECART_ARGUMENT',
      name: kind === 'type' ? 'TypeError' : 'RangeError',
      expected: expect.stringMatching(/./),
      ...members,
    });
    expect((error as Error).message.startsWith(`${members.argument}: `)).toBe(true);
  });

  it('is told from other errors', () => {
    for (const other of [new TypeError('x'), new RangeError('x'), new Error('x'), null, 'x', {}]) {
      expect(other instanceof ArgumentError).toBe(false);
    }
    const userCode: unknown = new UserCodeError('pricing', 'x', undefined);
    expect(userCode instanceof ArgumentError).toBe(false);
  });
});
