import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statecart-push-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['push', "Cannot find package 'web-push'"],
  ['sms', ''],
  ['webhook', ''],
])('statecart/%s without the package web-push: %s', async (name, message) => {
  await build({
    entryPoints: [resolve(import.meta.dirname, '../../../src', `${name}.ts`)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['web-push'],
    outfile: join(folder, 'entry.js'),
    logLevel: 'error',
  });
  const run = promisify(execFile)(process.execPath, [join(folder, 'entry.js')]);
  const stderr = await run.then(
    (ended) => ended.stderr,
    (error: { readonly stderr: string }) => error.stderr,
  );
  if (message === '') expect(stderr).toBe('');
  else expect(stderr).toContain(message);
});
