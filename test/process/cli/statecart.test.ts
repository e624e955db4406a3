import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { open } from 'lmdb';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProcess, runTool, TOOL } from './runTool.ts';
import { copyOf, meddle, newPath, openStored, put } from './storedShop.ts';

const root = resolve(import.meta.dirname, '../../..');
const COMMANDS = ['inspect', 'audit', 'check', 'export', 'import', 'compact'];
const LOG_COMMANDS = ['log', 'backup', 'restore', 'rebuild'];
const READERS = ['inspect', 'audit', 'check', 'export'];

let sound: string;

beforeAll(async () => {
  const { path, shop } = await openStored();
  await shop.close();
  sound = path;
});

/** What it says on stderr when it cannot begin: one line, exit code 2. */
async function complaintOf(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runTool(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^statecart.*\n$/);
  return stderr.slice(0, -1);
}

describe('the tool', () => {
  it('is the file that package.json names, and executable by its first line', () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(resolve(root, bin.statecart)).toBe(TOOL);
    expect(readFileSync(TOOL, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('prints its help, and the help of each command', async () => {
    const { status, stdout } = await runTool(['--help']);
    expect(status).toBe(0);
    for (const command of [...COMMANDS, 'watch', ...LOG_COMMANDS]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} (PATH|DIR) `, 'm'));
      const help = await runTool([command, '--help']);
      expect(help).toMatchObject({ status: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^Usage: statecart ${command} (PATH|DIR)`));
    }
  });

  it('says in six lines what there is, when it is called without arguments', async () => {
    const { status, stdout, stderr } = await runTool([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(6);
    const commands = [...COMMANDS, 'watch', ...LOG_COMMANDS, 'diagram'];
    expect(commands.filter((command) => !stdout.includes(command))).toEqual([]);
    expect((await runTool(['help'])).stdout).toBe((await runTool(['--help'])).stdout);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await runTool(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('refuses wrong arguments', async () => {
    const commands = `(${[...COMMANDS, 'watch', ...LOG_COMMANDS, 'diagram'].join(', ')})`;
    expect(await complaintOf('inpsect', 'a')).toBe(
      `statecart: expected a command ${commands}, got "inpsect" (did you mean inspect?) (see --help)`,
    );
    expect(await complaintOf('toString')).toContain(
      `expected a command ${commands}, got "toString"`,
    );
    expect(await complaintOf('inspect')).toBe(
      'statecart inspect: expected the path of a store, got nothing (see --help)',
    );
    expect(await complaintOf('audit', 'a', 'b')).toContain('expected one path, got "a" "b"');
    expect(await complaintOf('audit', 'a', '--json')).toBe(
      "statecart audit: Unknown option '--json': expected one of --no-payment-timeout, --help (see --help)",
    );
    expect(await complaintOf('inspect', 'a', '--jsn')).toBe(
      "statecart inspect: Unknown option '--jsn': did you mean --json? (see --help)",
    );
    expect(await complaintOf('export', 'a', '--out', 'b', '--out', 'c')).toContain(
      '--out: expected it once, got it twice',
    );
    expect(await complaintOf('export', sound, '--out', '')).toContain('--out: expected a file');
    expect(await complaintOf('import', newPath(), '--from', '/no/such')).toContain(
      '--from: there is no file /no/such',
    );
    expect(await complaintOf('import', newPath(), '--from', root)).toContain('EISDIR');
  });

  it('says how to install lmdb if that is missing', async () => {
    const home = newPath();
    mkdirSync(join(home, 'node_modules'), { recursive: true });
    for (const part of ['dist/src', 'dist/machines', 'package.json']) {
      cpSync(join(root, part), join(home, part), { recursive: true });
    }
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const name of ['xstate', ...Object.keys(dependencies)]) {
      symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name));
    }
    const tool = join(home, 'dist/src/cli/statecart.js');
    expect(await runProcess(['inspect', sound], { tool })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'statecart inspect: the package lmdb is not installed: npm install lmdb\n',
    });
    expect((await runProcess(['inspect', '--help'], { tool })).status).toBe(0);
  });
});

/** Most tests run the tool in such a process: see runTool. */
describe('in a process that has run other commands, the tool prints and ends as in one of its own', () => {
  const given: [string, () => readonly string[]][] = [
    ['its overview', () => []],
    ['an unknown command', () => ['inpsect']],
    ['the help of a command', () => ['inspect', '--help']],
    ['a wrong argument', () => ['audit', sound, '--json']],
    ['a store that is not there', () => ['export', '/nowhere/at/all']],
    ['a sound store', () => ['audit', sound]],
    ['an export', () => ['export', sound]],
    ['an import that stdin does not have to the end', () => ['import', newPath()]],
    ['a damaged store', () => ['inspect', cutCopy()]],
    ['a chart', () => ['diagram', 'order']],
  ];
  it.each(given)('%s', async (_, argsOf) => {
    const args = argsOf();
    const input = '{"key":["shop"],"value":{"format":4,"currency":"USD"}}\n{"key"';
    const own = await runProcess(args, { input });
    expect(await runTool(args, { input })).toEqual(own);
    expect(await runTool(args, { input })).toEqual(own);
  });
});

function cutCopy(): string {
  const path = copyOf(sound);
  truncateSync(join(path, 'data.mdb'), 10_000);
  return path;
}

describe('what is no store', () => {
  for (const command of [...READERS, 'compact']) {
    it(`is refused by ${command}, and stays as it is`, async () => {
      const nowhere = newPath();
      expect(await complaintOf(command, nowhere)).toContain('there is no such folder');
      expect(statSync(nowhere, { throwIfNoEntry: false })).toBe(undefined);

      const file = join(dirname(nowhere), 'a-file');
      writeFileSync(file, '');
      expect(await complaintOf(command, file)).toContain('it is a file; a store is a folder');

      mkdirSync(nowhere);
      expect(await complaintOf(command, nowhere)).toContain('there is no data.mdb in it');
      expect(readdirSync(nowhere)).toEqual([]);

      const foreign = newPath();
      const database = open({ path: foreign });
      await database.put('hello', 'world');
      await database.close();
      const before = readFileSync(join(foreign, 'data.mdb'));
      expect(await complaintOf(command, foreign)).toContain('it is no store of statecart');
      expect(readFileSync(join(foreign, 'data.mdb')).equals(before)).toBe(true);

      const garbage = newPath();
      mkdirSync(garbage);
      writeFileSync(join(garbage, 'data.mdb'), 'x'.repeat(20_000));
      expect(await complaintOf(command, garbage)).toContain(garbage);
    });

    it(`is refused by ${command} where it was cut or overwritten`, async () => {
      const cut = copyOf(sound);
      truncateSync(join(cut, 'data.mdb'), 100);
      expect(await complaintOf(command, cut)).toContain('it has been cut');

      const overwritten = copyOf(sound);
      const file = join(overwritten, 'data.mdb');
      // In the middle of a record, where LMDB itself does not look.
      const at = readFileSync(file).lastIndexOf('"name":"Lamp"');
      const handle = openSync(file, 'r+');
      for (let from = 0; ; ) {
        const found = readFileSync(file).indexOf('"name":"Lamp"', from);
        if (found === -1) break;
        writeSync(handle, 'LAMP', found + 8);
        from = found + 1;
      }
      closeSync(handle);
      expect(at).toBeGreaterThan(0);
      expect(await complaintOf(command, overwritten)).toMatch(/the entry \[.*\] is damaged$/);
    });
  }

  for (const command of READERS) {
    it(`is refused by ${command} where no shop has been, or a newer one`, async () => {
      const empty = newPath();
      await meddle(empty, () => []);
      expect(await complaintOf(command, empty)).toContain('no shop has been opened on it yet');

      const other = newPath();
      await meddle(other, () => [put(['mine'], 1)]);
      expect(await complaintOf(command, other)).toContain("got one with 'mine' records");

      const newer = copyOf(sound);
      await meddle(newer, () => [put(['shop'], { format: 5, currency: 'USD' })]);
      expect(await complaintOf(command, newer)).toContain(
        'expected one of format 4 or older, got format 5: a newer version of statecart',
      );
    });
  }
});
