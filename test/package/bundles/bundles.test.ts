import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { BUNDLERS, type Bundle } from './bundlers.ts';
import { REOPENED, SAMPLE_APP, SOLD } from './sampleApp.ts';
import { Sandbox } from './sandbox.ts';

const sandboxes: Sandbox[] = [];
afterEach(() => {
  for (const sandbox of sandboxes.splice(0)) sandbox.remove();
});

function newSandbox(): Sandbox {
  const sandbox = new Sandbox();
  sandboxes.push(sandbox);
  return sandbox;
}

const bundles = new Sandbox();
afterAll(() => bundles.remove());
const made = new Map<Bundle, Promise<string>>();

/** Bundles the sample app in a project, which is then removed. @returns the path of the bundle's file. */
async function bundleApp(bundle: Bundle): Promise<string> {
  const project = newSandbox();
  project.install();
  const entry = project.write('app.mjs', SAMPLE_APP);
  const outdir = project.path('out');
  const name = await bundle({ root: project.folder, entry, outdir });
  expect(readdirSync(outdir)).toEqual([name]);
  const kept = bundles.path(String(made.size), name);
  cpSync(join(outdir, name), kept);
  project.remove();
  return kept;
}

/** Puts the bundle of the sample app into a folder that has no other package than lmdb. */
async function deployed(bundle: Bundle): Promise<{ sandbox: Sandbox; app: string }> {
  const file = made.get(bundle) ?? bundleApp(bundle);
  made.set(bundle, file);
  const sandbox = newSandbox();
  const app = sandbox.path('app', basename(await file));
  cpSync(await file, app);
  sandbox.link('lmdb');
  return { sandbox, app };
}

/** Deploys the sample app, and kills it once it has sold something. */
async function killed(bundle = BUNDLERS['esbuild, as a module'] as Bundle) {
  const { sandbox, app } = await deployed(bundle);
  return killIn(sandbox, app, sandbox.path('store'));
}

async function killIn(sandbox: Sandbox, app: string, store: string) {
  const { stdout, stderr, ending } = await sandbox.run(process.execPath, app, store, 'sell');
  expect({ stdout, stderr, ending }).toEqual({ stdout: SOLD, stderr: '', ending: 'SIGKILL' });
  return { sandbox, app, store };
}

describe.each(Object.entries(BUNDLERS))('an app in one file made by %s', (_, bundle) => {
  test('opens its store after it was killed', async () => {
    const { sandbox, app, store } = await killed(bundle);
    const reopened = await sandbox.run(process.execPath, app, store);
    expect(reopened).toEqual({ stdout: REOPENED, stderr: '', ending: 0 });
  });
});

describe.each(['esbuild, as a module', 'webpack, as CommonJS'])(
  'an app in one file made by %s',
  (name) => {
    test('opens its store with a log after a worker has written a checkpoint, and it was killed', async () => {
      const { sandbox, app } = await deployed(BUNDLERS[name] as Bundle);
      const { store } = await killIn(sandbox, app, sandbox.path('store-log'));
      const again = await sandbox.run(process.execPath, app, store);
      expect(again).toEqual({ stdout: REOPENED, stderr: '', ending: 0 });
    });
  },
);

describe('an app in one file that was killed', () => {
  test('refuses a store that is damaged', async () => {
    const { sandbox, app, store } = await killed();
    const file = join(store, 'data.mdb');
    const bytes = readFileSync(file, 'latin1');
    writeFileSync(file, bytes.replaceAll('kitchen', 'kitsche'), 'latin1');
    const { stderr, ending } = await sandbox.run(process.execPath, app, store);
    expect(stderr).toMatch(/^the store at .+ cannot be opened: the entry .+ is damaged\n$/);
    expect(ending).toBe(1);
  });

  test('says that it needs lmdb to check its store', async () => {
    const { sandbox, app, store } = await killed();
    const { stderr, ending } = await sandbox.run(process.execPath, app, store, 'uninstall');
    expect(stderr).toMatch(/ cannot be opened: the package lmdb cannot be found from .+\n$/);
    expect(ending).toBe(1);
  });

  test('is not started again and again when it is taken for a runtime', async () => {
    const { sandbox, app, store } = await killed();
    const mark = 'STATECART_INTEGRITY_WORKER=1';
    const { stderr, ending } = await sandbox.run('env', mark, process.execPath, app, store);
    expect(stderr).toMatch(/ runs the app where a runtime such as Node\.js is expected\n$/);
    expect(ending).toBe(1);
  });
});
