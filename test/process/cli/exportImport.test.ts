import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { diskStore } from 'statecart/disk';
import { lmdbStore } from 'statecart/lmdb';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, fillCart, START } from '../../rules/shop/openShop.ts';
import { runTool, TOOL } from './runTool.ts';
import { copyOf, meddle, newPath, openStored, put } from './storedShop.ts';

let stored: Awaited<ReturnType<typeof openStored>>;
let lines: readonly string[];

beforeAll(async () => {
  stored = await openStored();
  await stored.shop.close();
  const { stdout } = await runTool(['export', stored.path]);
  lines = stdout.trimEnd().split('\n');
});

function textOf(some: readonly string[]): string {
  return some.map((line) => `${line}\n`).join('');
}

describe('export', () => {
  it('begins with the head and ends with the number of entries', () => {
    expect(lines[0]).toBe('{"key":["shop"],"value":{"format":4,"currency":"USD"}}');
    expect(lines.at(-1)).toBe(`{"entries":${lines.length - 1}}`);
    expect(lines).toContain('{"key":["stock","lamp"],"value":["main",3,3,0,0]}');
  });

  it('writes ids of orders as texts, also those that look like JSON', async () => {
    const path = copyOf(stored.path);
    await meddle(path, () => [{ op: 'put', key: ['ordersOf', 'ada', 900], value: '007' }]);
    const { stdout } = await runTool(['export', path]);
    expect(stdout).toContain('{"key":["ordersOf","ada",900],"value":"007"}\n');
  });

  it('writes a value that JSON would not give back exactly as a text', async () => {
    const path = copyOf(stored.path);
    const odd = '{ "a": 1.0,\u2028\n"a": "\\u0041" }';
    await meddle(path, () => [
      { op: 'put', key: ['zzz', 1], value: odd },
      { op: 'put', key: ['zzz', 2], value: '{"cut' },
    ]);
    const { stdout } = await runTool(['export', path]);
    // JSON.stringify leaves the separators of lines, which may move the cursor of a terminal.
    const shown = JSON.stringify(odd).replace('\u2028', '\\u2028');
    expect(stdout).toContain(`{"key":["zzz",1],"text":${shown}}\n`);
    const copy = newPath();
    expect((await runTool(['import', copy, '--force'], { input: stdout })).status).toBe(0);
    expect((await runTool(['export', copy])).stdout).toBe(stdout);
  });

  it('writes a file that appears when it is complete', async () => {
    const file = join(dirname(newPath()), 'out.ndjson');
    const { status, stdout } = await runTool(['export', stored.path, '--out', file]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe(textOf(lines));
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('keeps a file that exists, or a link, unless it is forced', async () => {
    const folder = newPath();
    mkdirSync(folder);
    const [file, other, link] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, 'of last week');
    symlinkSync(other, link);
    for (const out of [file, link]) {
      const { status, stdout, stderr } = await runTool(['export', stored.path, '--out', out]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toBe(
        `statecart export: --out: expected a new file, got ${out}, which exists: --force replaces it (see --help)\n`,
      );
    }
    expect(readFileSync(file, 'utf8')).toBe('of last week');
    expect(readdirSync(folder)).toEqual(['a', 'c']);
    const forced = await runTool(['export', stored.path, '--out', file, '--force']);
    expect(forced).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(textOf(lines));
    expect(readdirSync(folder)).toEqual(['a', 'c']);
  });

  it('writes to a device without being forced', async () => {
    expect(await runTool(['export', stored.path, '--out', '/dev/null'])).toMatchObject({
      status: 0,
    });
  });

  it('takes --force only beside --out', async () => {
    const { status, stderr } = await runTool(['export', stored.path, '--force']);
    expect(status).toBe(2);
    expect(stderr).toContain('--force: expected --out beside it');
  });

  it('never writes over the store itself', async () => {
    const before = readFileSync(join(stored.path, 'data.mdb'));
    const out = join(stored.path, 'data.mdb');
    const { status, stderr } = await runTool(['export', stored.path, '--out', out]);
    expect(status).toBe(2);
    expect(stderr).toContain('--out: expected a file outside of the store');
    expect(readFileSync(out).equals(before)).toBe(true);
  });

  it('ends quietly when its reader closes the output early', async () => {
    const path = copyOf(stored.path);
    await meddle(path, () =>
      Array.from({ length: 3000 }, (_, index) => put(['zzz', index], 'x'.repeat(1000))),
    );
    const command = 'set -o pipefail; "$0" "$1" export "$2" | head -1';
    const { stdout, stderr } = await promisify(execFile)('bash', [
      '-c',
      command,
      process.execPath,
      TOOL,
      path,
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: `${lines[0]}\n`, stderr: '' });
  });

  it('shows one moment of a shop that goes on working', async () => {
    const { path, shop, ids } = await openStored();
    const child = spawn(process.execPath, [TOOL, 'export', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    let isDone = false;
    ended.then(() => {
      isDone = true;
    });
    // Turn after turn, each of which changes an order, the stock and the facts.
    for (let turn = 0; turn < 400 && !isDone; turn++) {
      accepted(await shop.products.restock('mug', 1));
      await fillCart(shop, 'mia', { mug: 1 });
      const { orderId } = accepted(await shop.checkout('mia')).order;
      accepted(await shop.orders.cancel(orderId));
    }
    await ended;
    await shop.close();
    const copy = newPath();
    expect((await runTool(['import', copy], { input: text })).status).toBe(0);
    expect(await runTool(['audit', copy])).toMatchObject({ status: 0, stderr: '' });
    expect(text).toContain(ids.pending);
  });
});

describe('import', () => {
  it('gives back, with export, exactly what was exported', async () => {
    const path = newPath();
    const { status, stdout, stderr } = await runTool(['import', path], { input: textOf(lines) });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${path}: ${lines.length - 1} entries\n`,
      stderr: '',
    });
    expect((await runTool(['export', path])).stdout).toBe(textOf(lines));
  });

  it.each([
    ['disk', diskStore],
    ['lmdb', lmdbStore],
  ])('makes a store on which a shop can be opened: %s', async (kind, openStore) => {
    const path = newPath();
    const file = join(dirname(path), 'in.ndjson');
    writeFileSync(file, textOf(lines));
    expect((await runTool(['import', path, '--store', kind, '--from', file])).status).toBe(0);
    const shop = await createShop({
      store: await openStore({ path }),
      clock: simulatedClock(START),
    });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    expect(shop.orders.get(stored.ids.shipped)?.state).toBe('shipped');
    await shop.close();
  });

  it('takes more entries than one commit has, and a last line without a line feed', async () => {
    const more = Array.from({ length: 2500 }, (_, index) => `{"key":["zzz",${index}],"value":"ü"}`);
    const entries = lines.length - 1 + more.length;
    const all = [...lines.slice(0, -1), ...more, `{"entries":${entries}}`];
    const path = newPath();
    const { status } = await runTool(['import', path, '--force'], { input: all.join('\r\n') });
    expect(status).toBe(0);
    expect((await runTool(['export', path])).stdout).toBe(textOf(all));
  });

  it('refuses a path with the store of a shop, and changes nothing there', async () => {
    const path = copyOf(stored.path);
    const args = ['import', path, '--store', 'lmdb'];
    const { status, stderr } = await runTool(args, { input: textOf(lines) });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `statecart import: ${path}: expected a new or empty folder, got the store of a shop\n`,
    });
    expect((await runTool(['export', path])).stdout).toBe(textOf(lines));
  });

  it('refuses a path with a store of another kind, and changes nothing there', async () => {
    const path = copyOf(stored.path);
    const args = ['import', path, '--store', 'disk'];
    const { status, stderr } = await runTool(args, { input: textOf(lines) });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `statecart import: ${path}: expected a new or empty folder, got a store of another kind (lmdb)\n`,
    });
    expect((await runTool(['export', path])).stdout).toBe(textOf(lines));
  });

  it('refuses a kind of store that there is not', async () => {
    const { status, stderr } = await runTool(['import', newPath(), '--store', 'tape']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'statecart import: --store: expected disk or lmdb, got "tape" (see --help)\n',
    });
  });

  it('refuses a folder with something else in it', async () => {
    const path = newPath();
    mkdirSync(path);
    writeFileSync(join(path, 'notes.txt'), '');
    const { status, stderr } = await runTool(['import', path], { input: textOf(lines) });
    expect(status).toBe(2);
    expect(stderr).toContain('expected a new or empty folder, got one with notes.txt in it');
    expect(readdirSync(path)).toEqual(['notes.txt']);
  });

  it('names what a killed import has left', async () => {
    const path = newPath();
    await meddle(path, () => [put(['user', 'ada'], {})]);
    const args = ['import', path, '--store', 'lmdb'];
    const { status, stderr } = await runTool(args, { input: textOf(lines) });
    expect(status).toBe(2);
    expect(stderr).toContain('what is left of an import that was killed: delete it first');
    await expect(createShop({ store: await lmdbStore({ path }) })).rejects.toThrow(
      'expected an empty one, or that of a shop',
    );
  });

  const at = (index: number, line: string) => lines.toSpliced(index, 1, line);
  const newer = '{"key":["shop"],"value":{"format":5,"currency":"USD"}}';
  const refusals: [what: string, input: () => string | Buffer, said: RegExp][] = [
    ['nothing', () => '', /^line 1: expected an export, got the end of the input$/],
    ['no JSON', () => 'hello\n', /^line 1: expected \{"key":\[...\],"value":...\}, got hello$/],
    ['an empty line', () => textOf(at(3, '')), /^line 4: expected .* got nothing$/],
    ['a key that is none', () => textOf(at(3, '{"key":[{}],"value":1}')), /^line 4: expected /],
    ['an unknown member', () => textOf(at(3, '{"key":["a"],"value":1,"x":1}')), /^line 4: /],
    ['no head', () => textOf(lines.slice(1)), /^line 1: expected the head .* got \["answer",/],
    ['no entries', () => '{"entries":0}\n', /^line 1: expected the head/],
    ['a newer format', () => textOf(at(0, newer)), /^line 1: .*got format 5: a newer version/],
    ['a second head', () => textOf(at(5, newer)), /^line 6: expected .* got \["shop"\]$/],
    ['the same line again', () => textOf(at(5, lines[4] ?? '')), /^line 6: expected a key after/],
    ['a missing line', () => textOf(lines.toSpliced(9, 1)), /expected 51 entries .*, got 50$/],
    ['a cut off line', () => textOf(lines).slice(0, -30), /^line 51: expected \{"key"/],
    ['a cut off end', () => textOf(lines.slice(0, -1)), /^line 52: expected the line \{"entries"/],
    ['more after the end', () => textOf([...lines, '{}']), /^line 53: expected nothing after/],
    ['no UTF-8', () => Buffer.from(textOf(lines), 'utf16le'), /^line 1: expected /],
    [
      'broken UTF-8',
      () => Buffer.concat([Buffer.from(textOf(lines.slice(0, 2))), Buffer.of(0xff, 0x0a)]),
      /^line 3: expected UTF-8, got other bytes$/,
    ],
  ];
  for (const [what, input, said] of refusals) {
    it(`refuses ${what}, and leaves nothing`, async () => {
      const path = newPath();
      const { status, stdout, stderr } = await runTool(['import', path], { input: input() });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^statecart import: .*\n$/);
      expect(stderr.slice('statecart import: '.length, -1)).toMatch(said);
      expect(existsSync(path)).toBe(false);
    });
  }

  it('stops reading when it cannot write', async () => {
    const path = copyOf(stored.path);
    // The other end stays open: the tool must not wait for it.
    const child = spawn(process.execPath, [TOOL, 'import', path], { stdio: 'pipe' });
    child.stdin.write(textOf(lines));
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(status).toBe(2);
  });
});
