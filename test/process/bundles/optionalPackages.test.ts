import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.install();
});
afterEach(() => sandbox.remove());

/** Takes the optional packages away. */
function uninstall(): void {
  for (const name of ['@hpcc-js', 'lmdb', '@opentelemetry', 'nodemailer', 'web-push', 'ws']) {
    rmSync(sandbox.path('node_modules', name), { recursive: true });
  }
}

test('a shop in memory needs none of the optional packages', async () => {
  uninstall();
  const script = sandbox.write('app.mjs', APP);
  const ended = await sandbox.run(process.execPath, script);
  expect(ended).toEqual({ stdout: 'healthy 0\n', stderr: '', ending: 0 });
});

test('statecart/otel reports a shop to OpenTelemetry', async () => {
  const script = sandbox.write('app.mjs', INSTRUMENTED);
  const ended = await sandbox.run(process.execPath, script);
  expect(ended).toEqual({ stdout: 'users.register\n', stderr: '', ending: 0 });
});

test('statecart/otel works in a bundle: both entry points share what they know of a shop', async () => {
  const entry = sandbox.write('app.mjs', INSTRUMENTED);
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['lmdb'],
    outfile: sandbox.path('out/app.mjs'),
    logLevel: 'error',
  });
  uninstall();
  const ended = await sandbox.run(process.execPath, sandbox.path('out/app.mjs'));
  expect(ended).toEqual({ stdout: 'users.register\n', stderr: '', ending: 0 });
});

const DOORS = `
  const doors = ['otel', 'email', 'push', 'webhook', 'sms', 'inspect'];
  for (const door of doors) {
    const found = await import('statecart/' + door).catch((error) => error);
    console.log(door, found instanceof Error ? found.message.split(' imported')[0] : 'works');
  }
`;

test('each door says which package is missing, if it needs one', async () => {
  uninstall();
  const ended = await sandbox.run(process.execPath, sandbox.write('app.mjs', DOORS));
  const stdout = `otel Cannot find package '@opentelemetry/api'
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
  const ended = await sandbox.run(process.execPath, sandbox.write('app.mjs', INSPECTED));
  expect(ended).toEqual({ stdout: '@xstate.actor\n127.0.0.1\n', stderr: '', ending: 0 });
});

test('statecart/inspect needs ws only to serve, and says so', async () => {
  uninstall();
  const ended = await sandbox.run(process.execPath, sandbox.write('app.mjs', INSPECTED));
  const stdout = '@xstate.actor\nthe package ws is not installed: npm install ws\n';
  expect(ended).toEqual({ stdout, stderr: '', ending: 0 });
});

test('npx statecart diagram needs Graphviz only for an SVG, and says so', async () => {
  uninstall();
  const tool = sandbox.path('node_modules/statecart/dist/src/cli/statecart.js');
  const draw = (format: string) =>
    sandbox.run(process.execPath, tool, 'diagram', 'order', '--format', format);
  for (const format of ['mermaid', 'dot']) {
    expect(await draw(format)).toMatchObject({ stderr: '', ending: 0 });
  }
  const text = 'needs the package @hpcc-js/wasm-graphviz: npm install @hpcc-js/wasm-graphviz';
  const stderr = `statecart diagram: --format svg ${text}\n`;
  expect(await draw('svg')).toEqual({ stdout: '', stderr, ending: 2 });
});
