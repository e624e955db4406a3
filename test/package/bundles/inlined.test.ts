import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REOPENED, SAMPLE_APP, SOLD } from './sampleApp.ts';
import { Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.install();
  sandbox.link('vite');
  sandbox.link('vitest');
});
afterAll(() => sandbox.remove());

describe('Vite, which runs the modules of a server one by one', () => {
  const SERVER = `
    import { createServer } from 'vite';
    const server = await createServer({
      configFile: false,
      logLevel: 'error',
      optimizeDeps: { noDiscovery: true },
      server: { middlewareMode: true, ws: false, watch: null },
      ssr: { noExternal: ['statecart'] },
    });
    await server.ssrLoadModule('/app.mjs');
    await server.close();
  `;

  test('opens the store of a killed app with statecart inside', async () => {
    sandbox.write('app.mjs', SAMPLE_APP);
    const server = sandbox.write('server.mjs', SERVER);
    const store = sandbox.path('store');
    const killed = await sandbox.run(process.execPath, server, store, 'sell');
    expect(killed).toEqual({ stdout: SOLD, stderr: '', ending: 'SIGKILL' });
    const reopened = await sandbox.run(process.execPath, server, store);
    expect(reopened).toEqual({ stdout: REOPENED, stderr: '', ending: 0 });
  });
});

describe('Vitest', () => {
  const TEST = `
    import { createShop } from 'statecart';
    import { lmdbStore } from 'statecart/lmdb';
    import { expect, test } from 'vitest';

    test('a shop opens', async () => {
      for (const options of [{}, { store: await lmdbStore({ path: 'tested' }) }]) {
        const shop = await createShop(options);
        expect(shop.audit().ok).toBe(true);
        await shop.close();
      }
    });
  `;

  const inlined: readonly (readonly [name: string, inline: string])[] = [
    ['nothing', '[]'],
    ['statecart', "['statecart']"],
    ['all packages but lmdb', '[/^(?!.*lmdb).*node_modules/]'],
  ];

  // As projects of one run: starting Vitest takes longer than all of their tests.
  test(`opens a shop with ${inlined.map(([name]) => name).join(', with ')} inlined`, async () => {
    sandbox.write('shop.test.mjs', TEST);
    const projects = inlined.map(
      ([name, inline]) => `{ test: { name: '${name}', server: { deps: { inline: ${inline} } } } }`,
    );
    sandbox.write(
      'vitest.config.mjs',
      `export default { test: { projects: [${projects.join(', ')}] } };`,
    );
    const vitest = sandbox.path('node_modules/vitest/vitest.mjs');
    const args = ['run', '--reporter=json'];
    const { stdout, stderr, ending } = await sandbox.run(process.execPath, vitest, ...args);
    expect({ stderr, ending }).toEqual({ stderr: '', ending: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: inlined.length, numFailedTests: 0 });
  });
});
