import { beforeAll, describe, expect, it } from 'vitest';
import type { Change, Store } from '../../../src/index.ts';
import { withoutName } from '../../../src/schema/actorCodec.ts';
import { runTool } from './runTool.ts';
import {
  activeKey,
  activeText,
  copyOf,
  edit,
  meddle,
  openStored,
  put,
  remove,
} from './storedShop.ts';

let stored: Awaited<ReturnType<typeof openStored>>;

beforeAll(async () => {
  stored = await openStored();
  await stored.shop.close();
});

type Ids = typeof stored.ids;

/** What the audit says of the store after these changes. */
async function problemsAfter(changes: (store: Store, ids: Ids) => readonly Change[]) {
  const path = copyOf(stored.path);
  await meddle(path, (store) => changes(store, stored.ids));
  const { status, stdout, stderr } = await runTool(['audit', path]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  return stdout.trimEnd().split('\n');
}

const HOUR = 3_600_000;

describe('audit', () => {
  it('prints what it has checked in a sound store', async () => {
    const { status, stdout, stderr } = await runTool(['audit', stored.path]);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `no problems in
  entries              51
  products              3
  stock entries         3
  reviews               1
  users                 3
  carts                 1
  orders                5
  idempotency answers   5
  facts                22
  consumers             1
  charts                2
`,
      stderr: '',
    });
  });

  describe('finds of records', () => {
    it('those that are no JSON', async () => {
      expect(
        await problemsAfter((store) => [edit(store, ['user', 'bob'], () => '{"userId":"bob"')]),
      ).toEqual([expect.stringMatching(/^the entry \["user","bob"\] cannot be read: /)]);
    });

    it('those with a member that is not as expected', async () => {
      const problems = await problemsAfter((store) => [
        edit(store, ['product', 'vase'], (text) =>
          text.replace('"priceMinor":1,', '"priceMinor":-1,'),
        ),
      ]);
      expect(problems).toContain(
        'the entry ["product","vase"] cannot be read: priceMinor: expected a non-negative safe integer, got -1',
      );
    });

    it('those of orders that cannot be an order', async () => {
      const problems = await problemsAfter((_, ids) => [put(['order', ids.delivered], {})]);
      expect(problems[0]).toMatch(/^the entry \["order","id-\d+"\] cannot be read: /);
    });

    it('those of no kind that a shop writes', async () => {
      expect(await problemsAfter(() => [put(['basket', 'ada'], []), put(['user'], {})])).toEqual([
        'the entry ["basket","ada"] is of no kind that a shop writes',
        'the entry ["user"] is of no kind that a shop writes',
      ]);
    });

    it('users under the id of another one', async () => {
      expect(
        await problemsAfter((store) => [
          edit(store, ['user', 'bob'], (text) => text.replace('"bob"', '"bert"')),
        ]),
      ).toEqual(['the user bob says to be bert']);
    });
  });

  describe('finds of the stock', () => {
    it('units that were never received', async () => {
      expect(await problemsAfter(() => [put(['stock', 'lamp'], ['main', 3, 4, 0, 0])])).toEqual([
        'lamp at main: received 3, but 4 are available, held or shipped',
      ]);
    });

    it('units that no order holds', async () => {
      expect(await problemsAfter(() => [put(['stock', 'lamp'], ['main', 3, 2, 1, 0])])).toEqual([
        'lamp at main: held is 1, but the holds add up to 0',
        'lamp at main: held is 1, but the open orders add up to 0',
      ]);
    });

    it('an order that has ended with its stock held', async () => {
      const problems = await problemsAfter((store, { cancelled }) => [
        edit(store, ['order', cancelled], (text) => text.replace('"released"', '"held"')),
      ]);
      expect(problems).toContain(
        `order ${stored.ids.cancelled} relies on a hold that is not there`,
      );
    });

    it('products without an entry, and entries without a product', async () => {
      expect(
        await problemsAfter(() => [
          remove(['stock', 'lamp']),
          put(['stock', 'sofa'], ['main', 0, 0, 0, 0]),
        ]),
      ).toEqual([
        'the product lamp has no stock entry',
        'the stock entry sofa belongs to no product',
      ]);
    });

    it('balances that are cut off', async () => {
      const problems = await problemsAfter(() => [put(['stock', 'lamp'], ['main', 3, 3])]);
      expect(problems[0]).toMatch(
        /^the entry \["stock","lamp"\] cannot be read: stock: expected five/,
      );
    });
  });

  describe('finds of the catalogue', () => {
    it('a product that says to be another, with its number', async () => {
      expect(
        await problemsAfter((store) => [
          { op: 'put', key: ['product', 'pot'], value: store.get(['product', 'mug']) ?? '' },
          put(['stock', 'pot'], ['main', 0, 0, 0, 0]),
        ]),
      ).toEqual(['the product pot says to be mug', 'mug and pot are both product number 1']);
    });

    it('reviews of unknown products and users, and in wrong positions', async () => {
      const review = { userId: 'eve', rating: 1, at: 0 };
      expect(
        await problemsAfter(() => [
          put(['review', 'mug', 2], review),
          put(['review', 'sofa', 0], review),
        ]),
      ).toEqual([
        'the review 2 of mug comes where 1 is expected',
        'the review 2 of mug is of the unknown user eve',
        'the review 0 of sofa belongs to no product',
        'the review 0 of sofa is of the unknown user eve',
      ]);
    });
  });

  describe('finds of carts', () => {
    it('unknown products, unknown users, and carts of another user', async () => {
      const cart = (text: string, sku: string) => text.replace('"lamp"', `"${sku}"`);
      expect(
        await problemsAfter((store) => [
          edit(store, activeKey(store, 'cart', 'bob'), (text) => cart(text, 'sofa')),
          {
            op: 'put',
            key: ['open', 'cart', 900],
            value: activeText(store, 'cart', 'bob').replaceAll('"bob"', '"eve"'),
          },
          {
            op: 'put',
            key: ['cart', 'bob'],
            value: withoutName(activeText(store, 'cart', 'bob'))[1],
          },
          {
            op: 'put',
            key: ['cart', 'ada'],
            value: withoutName(activeText(store, 'cart', 'bob'))[1],
          },
        ]),
      ).toEqual([
        'the cart of bob has the unknown product sofa',
        'the cart of eve is of the unknown user eve',
        'the cart of ada says to be of bob',
        'the cart of bob is both active and archived',
      ]);
    });
  });

  describe('finds of orders', () => {
    it('one that is both active and archived', async () => {
      const problems = await problemsAfter((store, { shipped }) => [
        {
          op: 'put',
          key: ['order', shipped],
          value: withoutName(activeText(store, 'order', shipped))[1],
        },
      ]);
      expect(problems).toContain(`order ${stored.ids.shipped} is both active and archived`);
    });

    it('one that its user cannot find', async () => {
      const { pending } = stored.ids;
      expect(
        await problemsAfter((store) => {
          for (const [key, id] of store.range({ prefix: ['ordersOf'] })) {
            if (id === pending) return [remove(key)];
          }
          return [];
        }),
      ).toEqual([`order ${pending} is not in the list of its user ada`]);
    });

    it('those in a list that are not there, or another one', async () => {
      const { pending } = stored.ids;
      expect(
        await problemsAfter(() => [
          { op: 'put', key: ['ordersOf', 'ada', 900], value: 'nowhere' },
          { op: 'put', key: ['ordersOf', 'bob', 901], value: pending },
        ]),
      ).toEqual([
        'order nowhere, number 900 in the list of ada, does not exist',
        `order ${pending}, number 901 in the list of bob, is another one`,
      ]);
    });

    const withoutTimer = (store: Store, { pending }: Ids) => [
      edit(store, activeKey(store, 'order', pending), (text) =>
        text.replace(/,\{"timers".*$/, ']]'),
      ),
    ];

    it('one that would wait for its payment for ever', async () => {
      expect(await problemsAfter(withoutTimer)).toEqual([
        `order ${stored.ids.pending} is pending, but has no timer that cancels it`,
      ]);
    });

    it('not that one with --no-payment-timeout', async () => {
      const path = copyOf(stored.path);
      await meddle(path, (store) => withoutTimer(store, stored.ids));
      const { status } = await runTool(['audit', path, '--no-payment-timeout']);
      expect(status).toBe(0);
    });

    it('one in another currency, and one of a later turn than the last', async () => {
      const { confirmed, pending } = stored.ids;
      const problems = await problemsAfter((store) => [
        edit(store, activeKey(store, 'order', confirmed), (text) => text.replace('"USD"', '"EUR"')),
        edit(store, activeKey(store, 'order', pending), (text) =>
          text.replace(/"pending",\[\[\d+/, '"pending",[[5000'),
        ),
      ]);
      expect(problems.slice(0, 3)).toEqual(
        expect.arrayContaining([
          `order ${confirmed} is in EUR, the store in USD`,
          `order ${pending} is not in the list of its user ada`,
        ]),
      );
      expect(problems.join('\n')).toMatch(/has the number 5000, of \d+ turns/);
    });

    it('one whose total is not that of its lines, active or archived', async () => {
      const { pending, delivered } = stored.ids;
      expect(
        await problemsAfter((store) => [
          edit(store, activeKey(store, 'order', pending), (text) =>
            text.replace('901,"USD"', '902,"USD"'),
          ),
          edit(store, ['order', delivered], (text) => text.replace('900,"USD"', '899,"USD"')),
        ]),
      ).toEqual([
        `order ${pending}: its total is 902, but its lines add up to 901`,
        `order ${delivered}: its total is 899, but its lines add up to 900`,
      ]);
    });

    it('one of an unknown user', async () => {
      expect(await problemsAfter(() => [remove(['user', 'ada'])])).toHaveLength(5);
    });

    it('answers that name an unknown order', async () => {
      const answer = [0, { orderId: 'nowhere', state: 'pending', status: 'reserved' }];
      expect(await problemsAfter(() => [put(['answer', 'bob', 'k'], answer)])).toEqual([
        'the answer to k of bob names order nowhere, which does not exist',
      ]);
    });
  });

  describe('finds of facts', () => {
    it('a gap between them', async () => {
      expect(await problemsAfter(() => [remove(['fact', 3])])).toEqual([
        'facts 3 to 4 are missing',
      ]);
    });

    it('fewer of them than were not evicted, but no gaps where facts were', async () => {
      const evicted = (count: number) => put(['evicted'], { count, upTo: 0 });
      const first = remove(['brief', HOUR, 1]);
      for (const brief of [first, remove(['brief', HOUR, 5])]) {
        const path = copyOf(stored.path);
        await meddle(path, () => [brief, evicted(1)]);
        expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
      }
      expect(await problemsAfter(() => [first, remove(['brief', HOUR, 5]), evicted(1)])).toEqual([
        'facts 5 to 5 are missing',
      ]);
      expect(await problemsAfter(() => [first, remove(['fact', 3]), evicted(0)])).toEqual([
        '3 facts are missing',
      ]);
      const fifth = remove(['brief', HOUR, 5]);
      expect(await problemsAfter(() => [fifth, first, evicted(0)])).toEqual([
        '2 facts are missing',
      ]);
      expect(await problemsAfter(() => [evicted(2)])).toEqual([
        '2 facts are said to be gone, but only 0 are',
      ]);
    });

    it('a log that ends before the last turn, or after it', async () => {
      const setSeq = (seq: number) => (store: Store) => [
        edit(store, ['turn'], (text) => {
          const [turns, , at] = JSON.parse(text);
          return JSON.stringify([turns, seq, at]);
        }),
      ];
      expect(await problemsAfter(setSeq(23))).toEqual([
        'the last fact is 22, but the last turn says 23',
      ]);
      expect(await problemsAfter(setSeq(19))).toEqual([
        'the last fact is 22, but the last turn says 19',
      ]);
    });

    it('numbers that the entry does not say', async () => {
      expect(
        await problemsAfter((store) => [
          edit(store, ['brief', HOUR, 5], (text) => text.replace('"seq":5', '"seq":7')),
        ]),
      ).toEqual(['fact 5, in the entry of 5, says to be 7']);
    });

    it('consumers that are ahead of the log, or need facts that are not kept', async () => {
      expect(
        await problemsAfter(() => [
          put(['consumer', 'x'], 99),
          remove(['brief', HOUR, 1]),
          put(['consumer', 'mail'], 0),
        ]),
      ).toEqual([
        'the consumer mail needs fact 1, but facts up to 1 are gone',
        'the consumer x has had fact 99, but the last is 22',
      ]);
    });

    it('consumers whose position is no number', async () => {
      const problems = await problemsAfter(() => [put(['consumer', 'x'], 'three')]);
      expect(problems).toEqual([
        'the entry ["consumer","x"] cannot be read: position: expected a non-negative safe integer, got \'three\'',
      ]);
    });
  });
});
