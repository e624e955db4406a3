import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sandbox } from './sandbox.ts';

const APP = `
  import { createShop } from 'statecart';

  const shop = await createShop();
  console.log(shop.health().state, shop.stats().carts.live);
  await shop.close();
`;

const INSTRUMENTED = `
  import { trace } from '@opentelemetry/api';
  import { createShop } from 'statecart';
  import { instrument } from 'statecart/otel';

  const names = [];
  const tracer = Object.assign(Object.create(trace.getTracer('none')), {
    startSpan(name, options, context) {
      names.push(name);
      return trace.getTracer('none').startSpan(name, options, context);
    },
  });
  const shop = await createShop();
  instrument(shop, { tracer });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.close();
  console.log(names.join(' '));
`;

/** Has the package, and all that it can use. */
const complete = new Sandbox();
/** Has the package without the optional ones. */
const bare = new Sandbox();
beforeAll(() => {
  for (const sandbox of [complete, bare]) sandbox.install();
  for (const name of ['@hpcc-js', 'lmdb', '@opentelemetry', 'nodemailer', 'web-push', 'ws']) {
    rmSync(bare.path('node_modules', name), { recursive: true });
  }
});
afterAll(() => {
  for (const sandbox of [complete, bare]) sandbox.remove();
});

test('a shop in memory needs none of the optional packages', async () => {
  const script = bare.write('app.mjs', APP);
  const ended = await bare.run(process.execPath, script);
  expect(ended).toEqual({ stdout: 'healthy 0\n', stderr: '', ending: 0 });
});

test('statecart/otel reports a shop to OpenTelemetry', async () => {
  const script = complete.write('app.mjs', INSTRUMENTED);
  const ended = await complete.run(process.execPath, script);
  expect(ended).toEqual({ stdout: 'users.register\n', stderr: '', ending: 0 });
});

test('statecart/otel works in a bundle: both entry points share what they know of a shop', async () => {
  const entry = complete.write('app.mjs', INSTRUMENTED);
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['lmdb'],
    outfile: bare.path('out/app.mjs'),
    logLevel: 'error',
  });
  const ended = await bare.run(process.execPath, bare.path('out/app.mjs'));
  expect(ended).toEqual({ stdout: 'users.register\n', stderr: '', ending: 0 });
});

const DOORS = `
  const doors = ['disk', 'lmdb', 'otel', 'email', 'push', 'webhook', 'sms', 'inspect'];
  for (const door of doors) {
    const found = await import('statecart/' + door).catch((error) => error);
    console.log(door, found instanceof Error ? found.message.split(' imported')[0] : 'works');
  }
`;

test('each door says which package is missing, if it needs one', async () => {
  const ended = await bare.run(process.execPath, bare.write('app.mjs', DOORS));
  const stdout = `disk Cannot find package 'lmdb'
lmdb Cannot find package 'lmdb'
otel Cannot find package '@opentelemetry/api'
email Cannot find package 'nodemailer'
push Cannot find package 'web-push'
webhook works
sms works
inspect works
`;
  expect(ended).toEqual({ stdout, stderr: '', ending: 0 });
});

const INSPECTED = `
  import { createShop } from 'statecart';
  import { inspectShop, serveInspector } from 'statecart/inspect';

  const shop = await createShop();
  const types = new Set();
  inspectShop(shop, ({ type }) => types.add(type));
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  console.log([...types].join(' '));
  const served = await serveInspector({ port: 0 }).catch((error) => error);
  console.log(served instanceof Error ? served.message : new URL(served.url).hostname);
`;

test('statecart/inspect serves the inspector, and lets the process end', async () => {
  const ended = await complete.run(process.execPath, complete.write('app.mjs', INSPECTED));
  expect(ended).toEqual({ stdout: '@xstate.actor\n127.0.0.1\n', stderr: '', ending: 0 });
});

test('statecart/inspect needs ws only to serve, and says so', async () => {
  const ended = await bare.run(process.execPath, bare.write('app.mjs', INSPECTED));
  const stdout = '@xstate.actor\nthe package ws is not installed: npm install ws\n';
  expect(ended).toEqual({ stdout, stderr: '', ending: 0 });
});

const TOOL = 'node_modules/statecart/dist/src/cli/statecart.js';

/** Makes Node.js say that it is 18: a stand-in for one that would have to be downloaded. */
const OLD_NODE = `--import=data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } });",
)}`;

test('with a Node.js that is too old, a shop and npx statecart say so in one sentence', async () => {
  const complaint = 'statecart needs Node.js 20.19 or newer, this is 18.20.8';
  const tool = await bare.run(process.execPath, OLD_NODE, bare.path(TOOL), '--version');
  expect(tool).toEqual({ stdout: '', stderr: `${complaint}\n`, ending: 2 });
  const script = bare.write('app.mjs', APP);
  const app = await bare.run(process.execPath, OLD_NODE, script);
  expect(app).toMatchObject({ stdout: '', ending: 1 });
  expect(app.stderr).toContain(`Error: ${complaint}\n`);
});

test('npx statecart says in one line what to install when XState is missing, or an old one', async () => {
  const tool = () => bare.run(process.execPath, bare.path(TOOL), 'inspect', 'store');
  const { peerDependencies } = JSON.parse(
    readFileSync(bare.path('node_modules/statecart/package.json'), 'utf8'),
  );
  const xstate = bare.path('node_modules/xstate');
  rmSync(xstate);
  try {
    const missing = 'statecart inspect: the package xstate is not installed: npm install xstate\n';
    expect(await tool()).toEqual({ stdout: '', stderr: missing, ending: 2 });
    const old = {
      version: '5.18.0',
      exports: { '.': './a.mjs', './package.json': './package.json' },
    };
    bare.write('node_modules/xstate/package.json', JSON.stringify(old));
    bare.write('node_modules/xstate/a.mjs', 'export const setup = () => {};');
    const wrong = `the tool cannot be loaded with XState 5.18.0: npm install "xstate@${peerDependencies.xstate}"`;
    expect(await tool()).toEqual({
      stdout: '',
      stderr: `statecart inspect: ${wrong}\n`,
      ending: 2,
    });
  } finally {
    rmSync(xstate, { recursive: true, force: true });
    bare.link('xstate');
  }
});

test('npx statecart diagram needs Graphviz only for an SVG, and says so', async () => {
  const draw = (format: string) =>
    bare.run(process.execPath, bare.path(TOOL), 'diagram', 'order', '--format', format);
  for (const format of ['mermaid', 'dot']) {
    expect(await draw(format)).toMatchObject({ stderr: '', ending: 0 });
  }
  const text = 'needs the package @hpcc-js/wasm-graphviz: npm install @hpcc-js/wasm-graphviz';
  const stderr = `statecart diagram: --format svg ${text}\n`;
  expect(await draw('svg')).toEqual({ stdout: '', stderr, ending: 2 });
});
