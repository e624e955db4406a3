import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startScriptedServer } from '../../process/channels/startScriptedServer.ts';
import { Sandbox } from './sandbox.ts';

/**
 * Sends two mails, one after another, over a thread of its own, and prints what has become of them. It does not close
 * its channel, except if it is told to do so while the first mail is under way.
 */
const APP = `
import { smtpChannel } from 'statecart/email';

async function main([url, closesAfterMs]) {
  const channel = smtpChannel({ url, from: 'Shop <orders@shop.example>', thread: true });
  const { signal } = new AbortController();
  const deliver = (id) => {
    const to = { email: 'ada@example.org', pushSubscriptions: [] };
    return channel.deliver([{ id, to, subject: 'Hello', text: 'Hello' }], { signal });
  };
  if (closesAfterMs !== undefined) setTimeout(() => channel.close(), Number(closesAfterMs));
  console.log(JSON.stringify([...await deliver('m-1'), ...await deliver('m-2')]));
}

main(process.argv.slice(2));
`;

const SENT = '["sent","sent"]\n';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.install();
});
afterEach(() => sandbox.remove());

/** The app as one file in a folder of its own. */
async function bundled(format: 'esm' | 'cjs', external: string[]): Promise<string> {
  const outfile = sandbox.path(format === 'esm' ? 'out/app.mjs' : 'out/app.cjs');
  await build({
    entryPoints: [sandbox.write('app.mjs', APP)],
    ...{ bundle: true, minify: true, platform: 'node', logLevel: 'error' },
    ...{ format, external, outfile },
    // The packages that are put into a module call `require`.
    ...(format === 'esm' && {
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    }),
  });
  rmSync(sandbox.path('node_modules/statecart'), { recursive: true });
  return outfile;
}

describe('an app whose mails are sent by a thread', () => {
  test('sends them, and ends by itself without closing its channel', async () => {
    const { url } = await startScriptedServer();
    const ended = await sandbox.run(process.execPath, sandbox.write('app.mjs', APP), url);
    expect(ended).toEqual({ stdout: SENT, stderr: '', ending: 0 });
  });

  test('ends when it closes its channel while a mail is under way', async () => {
    const { url } = await startScriptedServer({ MAIL: 'hang' });
    const ended = await sandbox.run(process.execPath, sandbox.write('app.mjs', APP), url, '1');
    const closed = { status: 'retry', affects: 'channel', reason: 'the channel is closed' };
    expect(ended).toEqual({
      ...{ stdout: `${JSON.stringify([closed, closed])}\n`, stderr: '', ending: 0 },
    });
  });
});

describe.each(['esm', 'cjs'] as const)('such an app in one file (%s)', (format) => {
  test('sends them', async () => {
    const { url } = await startScriptedServer();
    const app = await bundled(format, ['nodemailer']);
    const ended = await sandbox.run(process.execPath, app, url);
    expect(ended).toEqual({ stdout: SENT, stderr: '', ending: 0 });
  });

  test('says that the thread needs the package nodemailer', async () => {
    const { url } = await startScriptedServer();
    const app = await bundled(format, []);
    rmSync(sandbox.path('node_modules/nodemailer'));
    const { stdout, stderr, ending } = await sandbox.run(process.execPath, app, url);
    expect({ stderr, ending }).toEqual({ stderr: '', ending: 0 });
    const reason = expect.stringMatching(
      /^the mail thread has failed: the package nodemailer cannot be found from /,
    );
    const retry = { status: 'retry', affects: 'channel', reason };
    expect(JSON.parse(stdout)).toEqual([retry, retry]);
  });
});

test('an app in one file sends them when the environment makes a module of every text that is run', async () => {
  const { url } = await startScriptedServer();
  const app = await bundled('cjs', ['nodemailer']);
  const options = 'NODE_OPTIONS=--input-type=module';
  const ended = await sandbox.run('env', options, process.execPath, app, url);
  expect(ended).toEqual({ stdout: SENT, stderr: '', ending: 0 });
});
