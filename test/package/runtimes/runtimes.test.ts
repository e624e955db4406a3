import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REOPENED, SAMPLE_APP, SOLD } from '../bundles/sampleApp.ts';
import { Sandbox } from '../bundles/sandbox.ts';

/** Other runtimes than Node.js, each with the arguments before the script. */
const RUNTIMES: readonly (readonly [string, readonly string[]])[] = [
  ['bun', ['run']],
  ['deno', ['run', '--allow-all']],
];

const IN_MEMORY = `
  import { bulkPricing, byText, createShop } from 'statecart';
  import { simulatedClock } from 'statecart/testing';

  const clock = simulatedClock();
  const shop = await createShop({ clock, pricing: bulkPricing({ minQuantity: 5, percent: 10 }) });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 9 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.carts.add('ada', 'mug', 5);
  const { order } = await shop.checkout('ada');
  await shop.carts.add('ada', 'mug', 1);
  const second = await shop.checkout('ada');
  await shop.orders.confirm(second.order.orderId);
  clock.advance(24 * 60 * 60 * 1000);
  const { available } = shop.products.get('mug');
  const states = shop.orders.list({ userId: 'ada' }).map(({ state }) => state).sort();
  const message = await shop.carts.add('ada', 'mug', { not: 'a number' }).catch(String);
  const { total } = shop.search([byText('mugs')]);
  console.log(JSON.stringify([order.totalMinor, available, states, message, total, shop.audit()]));
  await shop.close();
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.install();
});
afterAll(() => sandbox.remove());

describe.each(RUNTIMES)('a shop in %s', (runtime, args) => {
  const isInstalled = spawnSync(runtime, ['--version']).status === 0;

  test.skipIf(!isInstalled)('answers as it does in Node.js', async () => {
    const script = sandbox.write('memory.mjs', IN_MEMORY);
    const inNode = await sandbox.run(process.execPath, script);
    expect(inNode).toMatchObject({ stderr: '', ending: 0 });
    expect(inNode.stdout).toContain('[4050,8,["cancelled","confirmed"],"TypeError: ');
    expect(await sandbox.run(runtime, ...args, script)).toMatchObject({
      stdout: inNode.stdout,
      ending: 0,
    });
  });

  test.skipIf(!isInstalled).each(['lmdb', 'log'])(
    'opens its store on disk (%s) after it was killed',
    async (kind) => {
      const script = sandbox.write('app.mjs', SAMPLE_APP);
      const store = sandbox.path(`store-of-${runtime}-${kind}`);
      const killed = await sandbox.run(runtime, ...args, script, store, 'sell');
      expect(killed).toMatchObject({ stdout: SOLD, ending: 'SIGKILL' });
      const reopened = await sandbox.run(runtime, ...args, script, store);
      expect(reopened).toMatchObject({ stdout: REOPENED, ending: 0 });
    },
  );
});
