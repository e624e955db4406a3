import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { SaleFigures } from '../../bench/sale/saleFigures.ts';

// A busy machine needs longer; what is tested does not depend on it.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'statecart-sale-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a built command in the project's folder. */
function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [`dist/bench/${command}.js`, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What a slow machine may complain of; anything else is wrong. */
const SLOW = /^sale: rate missed: .*\n/gm;

/** Without the lines that depend on the machine. */
function complaints(stderr: string): string {
  return stderr.replaceAll(SLOW, '').replaceAll(/^(written|sale|loading \w+): .*\n/gm, '');
}

/** Exit code 0, or 1 of a machine that was too slow. */
function expectDone({ status, stderr }: { status: number | null; stderr: string }): void {
  expect(complaints(stderr)).toBe('');
  expect(status).toBe(stderr.search(SLOW) === -1 ? 0 : 1);
}

const SMALL = ['--tps', '30', '--users', '300', '--products', '200'];

describe('a small sale', () => {
  const out = join(folder, 'new', 'small');

  test('prints its figures, and writes them and the report', { timeout: 120_000 }, () => {
    const done = run('sale', ...SMALL, '--seconds', '1', '--seed', '7', '--out', out);
    expectDone(done);
    expect(done.stdout).toMatch(
      /^30 checkouts a second for 1 s, 300 users, 200 products, in memory, seed 7/,
    );
    expect(done.stdout).toMatch(/^audit +ok$/m);
    const { name, environment, seed, settings, figures } = JSON.parse(
      readFileSync(join(out, 'sale-30.json'), 'utf8'),
    );
    expect({ name, seed, settings }).toEqual({
      name: 'sale-30',
      seed: 7,
      settings: {
        tps: 30,
        seconds: 1,
        users: 300,
        products: 200,
        mix: { browse: 0.4, add: 0.4, checkout: 0.2 },
        hot: 0.2,
        store: 'memory',
        hotStock: 1,
        warmUpMs: 5000,
        paymentTimeoutMs: 2500,
        cartExpiryMs: 4000,
      },
    });
    expect(environment.node).toBe(process.versions.node);
    expectSane(figures);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
      'Latency by percentile at 30 checkouts a second',
    );
  });

  test('runs on a store on disk, too', { timeout: 120_000 }, () => {
    const done = run('sale', ...SMALL, '--store', 'lmdb', '--seconds', '1', '--out', out);
    expectDone(done);
    expect(done.stdout).toMatch(/^30 checkouts .* on disk, seed 1/);
    const { figures } = JSON.parse(readFileSync(join(out, 'sale-30-lmdb.json'), 'utf8'));
    expectSane(figures);
  });

  /** What holds on any machine. */
  function expectSane(figures: SaleFigures): void {
    const { seconds, audit, latency, process: took, orders, generatorCores } = figures;
    expect({ seconds, audit }).toEqual({ seconds: 1, audit: { ok: true, problems: [] } });
    for (const { count, p50, p90, p99, p999, p9999, max } of Object.values(latency)) {
      expect(count).toBeGreaterThanOrEqual(0);
      const rising = [p50, p90, p99, p999, p9999, max];
      expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    }
    expect(took.cpuCores).toBeGreaterThan(0);
    expect(took.heapUsedPeakBytes).toBeGreaterThan(2 ** 20);
    expect(took.rssPeakBytes).toBeGreaterThan(took.heapUsedPeakBytes);
    expect(took.gc.longestMs).toBeLessThanOrEqual(took.gc.totalMs);
    expect(generatorCores).toBeGreaterThan(0);
    expect(Math.min(...Object.values(orders))).toBeGreaterThanOrEqual(0);
    expect(orders.delivered).toBeGreaterThan(0);
  }

  test('ends early at Ctrl-C, with what it has', { timeout: 120_000 }, async () => {
    const running = spawn(
      'node',
      ['dist/bench/sale.js', ...SMALL, '--seconds', '600', '--out', join(folder, 'early')],
      { cwd: ROOT },
    );
    let stdout = '';
    let stderr = '';
    let hasStopped = false;
    running.stdout.on('data', (text) => {
      stdout += text;
    });
    running.stderr.on('data', (text) => {
      stderr += text;
      if (hasStopped || !/^sale: \d+ of 600 s/m.test(stderr)) return;
      hasStopped = true;
      running.kill('SIGINT');
    });
    const status = await new Promise<number | null>((resolve) => running.on('close', resolve));
    expectDone({ status, stderr });
    expect(stdout).toMatch(/seed 1 \(ended early\)$/m);
    const { figures } = JSON.parse(readFileSync(join(folder, 'early', 'sale-30.json'), 'utf8'));
    expect(figures.interrupted).toBe(true);
    expect(figures.seconds).toBeGreaterThan(0);
    expect(figures.seconds).toBeLessThan(600);
  });
});

describe('the command', () => {
  test('--help explains every flag, runs nothing, and ends with exit code 0', () => {
    const { status, stdout, stderr } = run('sale', '--help');
    expect(stdout).toMatch(/^Usage: npm run sale -- \[options\]\n/);
    for (const flag of [
      'tps',
      'seconds',
      'users',
      'products',
      'mix',
      'hot',
      'store',
      'seed',
      'out',
      'help',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}--${flag} `, 'm'));
    }
    expect(stdout).toContain('Exit code');
    expect(stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  const file = join(folder, 'file');
  writeFileSync(file, 'kept');
  const others = mkdtempSync(join(folder, 'others-'));
  writeFileSync(join(others, 'package.json'), '{}');

  test.each([
    ['an unknown flag', ['--fast'], '--fast'],
    ['a rate of 0', ['--tps', '0'], '--tps'],
    ['a mix that does not add up', ['--mix', 'add=0.4,checkout=0.2'], '--mix'],
    ['a folder that is a file', ['--out', file], '--out'],
    ['a folder with other files', ['--out', others], 'package.json'],
  ])('%s: one line on stderr, no run, exit code 2', (_case, args, words) => {
    const { status, stdout, stderr } = run('sale', ...args);
    expect(stderr).toMatch(/^sale: .+ \(see --help\)\n$/);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });
});

describe('the report by itself', () => {
  test('is written to the folder of the results', () => {
    const out = join(folder, 'reports');
    const { status, stdout, stderr } = run('report', '--out', out);
    expect(stdout).toBe(`written: ${join(out, 'report.html')}\n`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  });

  test('--help runs nothing', () => {
    const { status, stdout, stderr } = run('report', '--help');
    expect(stdout).toMatch(/^Usage: npm run bench:report/);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['an unknown flag', ['--fast'], '--fast'],
    ['an empty folder name', ['--out='], '--out'],
    ['a word', ['results'], 'results'],
  ])('%s: one line on stderr, exit code 2', (_case, args, words) => {
    const { status, stdout, stderr } = run('report', ...args);
    expect(stderr).toMatch(/^report: .+\n$/);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
