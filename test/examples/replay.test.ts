import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { replayCommand } from '../../examples/replay/replayCommand.ts';
import { describeCommandLine, runHere } from '../rules/terminal/commandLine.ts';
import { expectShown } from './readme.ts';
import { csvOf } from './replay/csvOf.ts';
import { plainSum } from './replay/plainSum.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SLICE = '../shared/data/online-retail.csv';
const folder = mkdtempSync(join(tmpdir(), 'statecart-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built command in the project's folder. */
function replayBuilt(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'node',
    ['dist/examples/replay/replay.js', ...args],
    { cwd: ROOT, encoding: 'utf8' },
  );
  // On a slow machine, the progress of a long log has a line now and then.
  return { status, stdout, stderr: stderr.replaceAll(/^replaying: [\d,]+ of [\d,]+ .*\n/gm, '') };
}

function replay(...args: string[]) {
  return runHere(replayCommand, args);
}

/** Writes a file with this text, in a folder that is removed at the end. */
function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function jsonIn(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const small = fileOf('small.csv', csvOf({ quantity: 2 }, { invoiceNo: '536366', quantity: 3 }));

describe('the log of a real retailer', () => {
  const hasSlice = existsSync(join(ROOT, SLICE));
  const whenThere = `(skipped when ${SLICE} is missing)`;

  test.skipIf(!hasSlice)(
    `with full stock, the summary agrees with a plain sum over the file ${whenThere}`,
    () => {
      const expected = plainSum(readFileSync(join(ROOT, SLICE), 'utf8'));
      const out = join(folder, 'full.json');
      expect(replayBuilt(SLICE, '--json', out)).toMatchObject({ status: 0, stderr: '' });
      expect(jsonIn(out)).toEqual(expected);
      expect(expected).toMatchObject({ orders: expected.invoices, refusals: {} });
    },
  );

  test.skipIf(!hasSlice)(
    `with 20 units of each, the summary agrees with a plain sum over the file ${whenThere}`,
    () => {
      const expected = plainSum(readFileSync(join(ROOT, SLICE), 'utf8'), 20);
      const out = join(folder, 'stock20.json');
      const { stdout, ...ended } = replayBuilt(SLICE, '--stock', '20', '--json', out);
      expect(ended).toEqual({ status: 0, stderr: '' });
      expectShown('replay', stdout);
      expect(jsonIn(out)).toEqual(expected);
      expect(expected.orders).toBeGreaterThan(0);
      expect(expected.refusals['out-of-stock']).toBeGreaterThan(0);
    },
  );
});

describe('a run', () => {
  test('prints the summary and nothing else, and ends with exit code 0', () => {
    const { status, stdout, stderr } = replayBuilt(small);
    expect(stdout).toMatch(/^invoices +2\norders +2\nunits +5\nrevenue +12\.75 GBP\n/);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('with --json also writes the summary to a file, and replaces its contents', async () => {
    const out = fileOf('out.json', 'x'.repeat(10_000));
    const { status, stdout } = await replay(small, '--stock=2', '--json', out);
    expect(status).toBe(0);
    expect(stdout).toContain('1 out-of-stock');
    expect(jsonIn(out)).toEqual({
      invoices: 2,
      orders: 1,
      units: 2,
      revenueMinor: 510,
      refusals: { 'out-of-stock': 1 },
      skipped: { returns: 0, corrections: 0, malformed: 0 },
      audit: { ok: true, problems: [] },
    });
  });

  test('reports malformed lines by their number and goes on', async () => {
    const text = csvOf({}, { quantity: 'six' }, { sku: 'B', description: '"LOST' }, { sku: 'C' });
    const { status, stdout, stderr } = await replay(fileOf('malformed.csv', text));
    expect(status).toBe(0);
    expect(stderr).toMatch(/^line 3: Quantity.*\nline 4: .*quote.*\n$/);
    expect(stdout).toMatch(/units +12\n/);
    expect(stdout).toContain('2 malformed lines');
  });

  test('of a log without invoices has a summary of zeros', async () => {
    const { status, stdout } = await replay(fileOf('empty.csv', csvOf()));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^invoices +0\norders +0\nunits +0\nrevenue +0\.00 GBP\n/);
  });
});

describeCommandLine(replayCommand, {
  flags: ['stock', 'json'],
  misuse: [
    ['an unknown flag', [small, '--fast'], '--fast'],
    ['no FILE', [], 'FILE'],
    ['two FILEs', [small, small], 'one FILE, got 2'],
    ['a negative --stock', [small, '--stock=-1'], '--stock'],
    ['a --stock that looks like a flag', [small, '--stock', '-1'], '--stock'],
    ['a --stock that is not whole', [small, '--stock', '1.5'], '--stock'],
    ['a --stock beyond 2^53 - 1', [small, '--stock', '9007199254740992'], '--stock'],
    ['an empty --stock', [small, '--stock='], '--stock'],
    ['--stock without a number', [small, '--stock'], '--stock'],
    ['--json without a file', [small, '--json'], '--json'],
    ['an empty --json', [small, '--json='], '--json'],
    ['a FILE that is missing', [join(folder, 'missing.csv')], 'missing.csv'],
    ['a FILE that is a folder', [folder], 'cannot read'],
    ['an OUT in no folder', [small, '--json', join(folder, 'none', 'out.json')], 'cannot write'],
    ['an OUT that is a folder', [small, '--json', folder], 'cannot write'],
    ['an OUT that is FILE', [small, '--json', small], 'another file'],
    ['a FILE with another header', [fileOf('other.csv', 'a,b\n1,2\n')], 'header'],
    ['an empty FILE', [fileOf('nothing.csv', '')], 'header'],
  ],
});

test('a FILE that is also OUT keeps its contents', async () => {
  const text = csvOf({});
  const both = fileOf('both.csv', text);
  expect(await replay(both, '--json', both)).toMatchObject({ status: 2 });
  expect(readFileSync(both, 'utf8')).toBe(text);
});
