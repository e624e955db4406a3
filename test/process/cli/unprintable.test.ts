import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted } from '../../rules/shop/openShop.ts';
import { UNPRINTABLE, unprintableIn } from '../../rules/terminal/unprintable.ts';
import { runTool } from './runTool.ts';
import { activeKey, copyOf, edit, meddle, newPath, put } from './storedShop.ts';

/** What an attacker may put into any id: it clears the screen, turns text round and breaks the line. */
const EVIL =
  '\0\u0001\b\t\r\u001b[2J\u001b]0;title\u0007\u007f\u0085\u009b31m\u2028\u2029\u202e\u2066\nevil';
/** A path cannot have a NUL. */
const EVIL_NAME = EVIL.replaceAll('\0', '');
/** Into any text. */
const EVIL_TEXT = `${UNPRINTABLE}\nevil`;
const userId = `user ${EVIL}`;
const sku = `sku ${EVIL}`;
const location = `location ${EVIL}`;

let path = '';
let orderIds: string[] = [];

/** A shop in which everything that has a name or a text has an evil one. */
async function fill(shop: Shop): Promise<void> {
  const name = `name ${EVIL_TEXT}`;
  const product = { name, category: `category ${EVIL_TEXT}`, priceMinor: 100 };
  const stock = { [location]: 9, [`other ${EVIL}`]: 1 };
  accepted(await shop.products.add({ ...product, sku, stock, description: EVIL_TEXT }));
  accepted(await shop.users.register({ userId, name }));
  accepted(await shop.products.review(sku, { userId, rating: 5, text: EVIL_TEXT }));
  const options = { idempotencyKey: `key ${EVIL}` };
  const buy = async (given = {}) => {
    accepted(await shop.carts.add(userId, sku, 2));
    return accepted(await shop.checkout(userId, given)).order.orderId;
  };
  function evil(): number {
    return 1;
  }
  const pricing = Object.defineProperty(evil, 'name', { value: `pricing ${EVIL}` });
  const [pending, shipped, cancelled] = [await buy(options), await buy({ pricing }), await buy()];
  orderIds = [pending, shipped, cancelled];
  accepted(await shop.orders.confirm(shipped));
  accepted(await shop.orders.ship(shipped, { trackingNumber: EVIL_TEXT }));
  accepted(await shop.orders.cancel(cancelled, { reason: EVIL_TEXT }));
  accepted(await shop.carts.add(userId, sku, 1));
  for await (const fact of shop.consumer(`consumer ${EVIL}`)) {
    await shop.consumer(`consumer ${EVIL}`).acknowledge(fact);
    break;
  }
}

beforeAll(async () => {
  path = join(newPath(), EVIL_NAME);
  mkdirSync(path, { recursive: true });
  let count = 0;
  const store = await lmdbStore({ path });
  const createId = () => `id ${++count} ${EVIL}`;
  const shop = await createShop({ store, clock: simulatedClock(), createId });
  await fill(shop);
  await shop.close();
});

/** Runs the tool. What it prints must be printable. */
async function printed(args: readonly string[], input?: string) {
  const ended = await runTool(args, input === undefined ? {} : { input });
  expect(unprintableIn(ended.stdout)).toEqual([]);
  expect(unprintableIn(ended.stderr)).toEqual([]);
  return { ...ended, lines: ended.stdout.split('\n').length - 1 };
}

/** As it is shown. */
const SHOWN_ESC = '\\u001b';

describe('a store with control characters in every id, name and text is shown without them by', () => {
  it('inspect, one line for each row', async () => {
    const { status, stdout } = await printed(['inspect', path]);
    expect(status).toBe(0);
    expect(stdout).toContain(`consumer consumer \\u0000`);
    expect(stdout).toContain(`order:id `);
    const rows = stdout.split('\n').filter((row) => row.includes('evil'));
    // The path, the consumer, and the timers of the pending order and of the cart.
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row).toContain(SHOWN_ESC);
  });

  it('inspect --json, which says the same in JSON', async () => {
    const { stdout, lines } = await printed(['inspect', path, '--json']);
    expect(lines).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      path,
      consumers: [{ name: `consumer ${EVIL}` }],
      timers: { next: [{ actor: `order:${orderIds[0]}` }, { actor: `cart:${userId}` }] },
    });
  });

  it('export and import, which lose nothing, and by audit and compact', async () => {
    const { status, stdout } = await printed(['export', path]);
    expect(status).toBe(0);
    expect(stdout).toContain(SHOWN_ESC);
    const copy = join(newPath(), EVIL_NAME);
    const imported = await printed(['import', copy, '--store', 'lmdb'], stdout);
    expect(imported).toMatchObject({ status: 0, lines: 1 });
    expect(imported.stdout).toContain(SHOWN_ESC);
    expect((await printed(['export', copy])).stdout).toBe(stdout);
    expect(await printed(['audit', copy])).toMatchObject({ status: 0 });
    const compacted = await printed(['compact', copy]);
    expect(compacted).toMatchObject({ status: 0, lines: 1 });
    expect(compacted.stdout).toContain(SHOWN_ESC);
    const shop = await createShop({ store: await lmdbStore({ path: copy }) });
    expect(shop.products.get(sku)).toMatchObject({
      name: `name ${EVIL_TEXT}`,
      description: EVIL_TEXT,
    });
    await shop.close();
  });

  it('audit, when it finds problems: one line for each', async () => {
    const copy = copyOf(path);
    const nowhere = `nowhere ${EVIL}`;
    const [pending = ''] = orderIds;
    await meddle(copy, (store) => [
      put([`kind ${EVIL}`, userId], 1),
      { op: 'put', key: ['user', `broken ${EVIL}`], value: `{"userId": "${EVIL}` },
      put(['product', `broken ${EVIL}`], [1, { name: EVIL }]),
      put(['stock', `other ${EVIL}`], [location, 0, 0, 0, 0]),
      put(['review', nowhere, 3], { userId: nowhere, rating: 1, at: 0 }),
      { op: 'put', key: ['ordersOf', nowhere, 900], value: nowhere },
      { op: 'put', key: ['ordersOf', nowhere, 901], value: pending },
      put(['answer', nowhere, EVIL], [0, { orderId: nowhere, state: EVIL, status: 'reserved' }]),
      put(['consumer', nowhere], 99),
      put(['user', `other ${EVIL}`], { userId: nowhere, name: EVIL, member: false }),
      edit(store, activeKey(store, 'cart', userId), (text) =>
        text.replaceAll(JSON.stringify(sku), JSON.stringify(nowhere)),
      ),
      edit(store, activeKey(store, 'order', pending), (text) =>
        text.replace('"USD"', JSON.stringify(`currency ${EVIL}`)),
      ),
    ]);
    const { status, stdout, stderr, lines } = await printed(['audit', copy]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    for (const beginning of [
      'the entry ["kind ',
      'the entry ["user","broken ',
      'the entry ["product","broken ',
      'the stock entry other ',
      'the review 3 of nowhere ',
      'order nowhere ',
      'order id ',
      'the answer to ',
      'the consumer nowhere ',
      'the user other ',
      'the cart of user ',
    ]) {
      expect(stdout).toMatch(new RegExp(`^${quoted(beginning)}`, 'm'));
    }
    // Each line begins as a problem does: none is broken by a line feed in an id.
    expect(stdout.match(/^(the|order|\d+ of) /gm)).toHaveLength(lines);
  });
});

function quoted(text: string): string {
  return text.replaceAll(/[[\]"]/g, '\\$&');
}

describe('what the tool complains of is shown on one line without control characters:', () => {
  const nowhere = join('no', EVIL_NAME);
  it.each<[string, readonly string[]]>([
    ['a command', [`inspect ${EVIL_NAME}`, 'x']],
    ['an option', ['inspect', `--json${EVIL_NAME}`, 'x']],
    ['two paths', ['inspect', 'x', EVIL_NAME]],
    ['a path that is not there', ['inspect', nowhere]],
    ['a file to read that is not there', ['import', newPath(), '--from', nowhere]],
    [
      'a folder to write to that is not there',
      ['export', 'the store', '--out', join(nowhere, 'x')],
    ],
  ])('%s', async (_, args) => {
    const given = args.map((it) => (it === 'the store' ? path : it));
    const { status, stdout, stderr } = await printed(given);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(SHOWN_ESC);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  it('a folder with something else in it', async () => {
    const occupied = newPath();
    mkdirSync(occupied);
    writeFileSync(join(occupied, EVIL_NAME), '');
    const { status, stderr } = await printed(['import', occupied], '{}');
    expect(status).toBe(2);
    expect(stderr).toContain(SHOWN_ESC);
  });

  it.each([
    ['no JSON', `rubbish ${EVIL_NAME.replace('\n', '')}`],
    ['another entry than the head', JSON.stringify({ key: ['user', EVIL], value: EVIL })],
  ])('a line of an import that is %s', async (_, line) => {
    const { status, stderr } = await printed(['import', newPath()], `${line}\n`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^statecart import: line 1: expected .*\n$/);
    expect(stderr).toContain(SHOWN_ESC);
  });
});
