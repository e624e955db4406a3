import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Runs a chart that assigns members of all names, and a shop; prints what they have become. */
const SCRIPT = `
  import { assign, createActor, createMachine, enqueueActions } from 'xstate';
  import { createShop } from 'statecart';
  import { compilable, compile } from 'statecart/compile';

  const make = process.argv[1] === 'compiled' ? compile : (machine) => machine;
  const names = [
    '__proto__', 'constructor', 'toString', '', ' ', '1', '-1', '0', 'a-b', '"', "'", '\\\\', '\`',
    '\\n', '\\u2028', '\\u2029', '\${1}', '});throw 1;({', '*/', '//', 'context', 'args', 'value0',
    'given0', 'names', '</script>', '\\ud800',
  ];
  const own = (entries) => entries.reduce((made, [key, value]) =>
    Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true }), {});
  const show = (value) => [
    Object.getPrototypeOf(value) === Object.prototype,
    Object.getOwnPropertyNames(value),
    Object.getOwnPropertySymbols(value).map(String),
    ...Object.values(value),
  ];
  const seen = [];
  for (const name of names) {
    const machine = createMachine({
      context: { first: 1, [Symbol.for('kept')]: 2 },
      on: {
        constant: { actions: assign(own([[name, 'constant'], ['first', 0]])) },
        computed: { actions: assign(own([['first', ({ event }) => event.type], [name, ({ context }) => Object.keys(context).length]])) },
        update: { actions: enqueueActions(({ enqueue }) => enqueue.assign(own([[name, 'update']]))) },
        made: { actions: assign(() => own([[name, 'made']])) },
      },
    });
    if (!compilable(machine).ok) throw new Error('expected a chart that can be compiled');
    const actor = createActor(make(machine)).start();
    for (const type of ['constant', 'computed', 'update', 'made', 'computed', 'constant', 'update']) {
      actor.send({ type });
      seen.push([name, type, show(actor.getSnapshot().context)]);
    }
  }

  const shop = await createShop({ createId: () => 'id' + seen.length });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 5, stock: 9 });
  await shop.carts.add('ada', 'mug', 1);
  seen.push(await shop.carts.add('ada', 'mug', 2));
  const { order } = await shop.checkout('ada');
  await shop.orders.confirm(order.orderId);
  seen.push(await shop.orders.ship(order.orderId, { trackingNumber: 'T' }));
  await shop.close();
  let canGenerate = true;
  try { new Function(''); } catch { canGenerate = false; }
  console.log(JSON.stringify({ canGenerate, seen }, (key, value) =>
    ['createdAt', 'expiresAt', 'paymentDueAt', 'at'].includes(key) ? undefined : value));
`;

async function run(how: 'plain' | 'compiled', ...flags: string[]) {
  const args = [...flags, '--input-type=module', '--eval', SCRIPT, how];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { canGenerate: boolean; seen: unknown[] };
}

describe('members of a context', () => {
  it('may have any name, where code may be generated and where it may not', async () => {
    const { seen } = await run('plain');
    expect(seen.length).toBeGreaterThan(180);
    expect(await run('compiled')).toEqual({ canGenerate: true, seen });
    const forbidden = await run('compiled', '--disallow-code-generation-from-strings');
    expect(forbidden).toEqual({ canGenerate: false, seen });
  });
});
