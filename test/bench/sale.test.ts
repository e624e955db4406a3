import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { saleCommand } from '../../bench/sale/saleCommand.ts';
import type { SaleFigures } from '../../bench/sale/saleFigures.ts';
import type { SpikeFigures } from '../../bench/spike/spikeFigures.ts';
import { describeCommandLine, runHere } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { type Running, startBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

const box = sandbox();
const { out } = box;
const early = join(box.path, 'early');

const SMALL = ['--tps', '30', '--users', '300', '--products', '200', '--warm-up', '0.5'];

/** These sales are mostly idle: they run side by side while the command line is tested. */
let running: Readonly<Record<'memory' | 'disk' | 'lmdb' | 'early' | 'spike', Running>>;
beforeAll(() => {
  const start = (...args: string[]) => startBuilt('sale', [...SMALL, ...args], box.env);
  running = {
    memory: start('--seconds', '1', '--seed', '7', '--out', out),
    disk: start('--store', 'disk', '--seconds', '1', '--out', out),
    lmdb: start('--store', 'lmdb', '--seconds', '1', '--out', out),
    early: start('--seconds', '600', '--out', early),
    spike: start('--spike', '60', '--seconds', '1', '--spike-seconds', '4', '--out', out),
  };
});

const file = join(box.path, 'file');
writeFileSync(file, 'kept');
const others = join(box.path, 'others');
mkdirSync(others);
writeFileSync(join(others, 'package.json'), '{}');

describeCommandLine(saleCommand, {
  flags: [
    ...RESULT_FLAGS,
    ...['tps', 'seconds', 'warm-up', 'users', 'products', 'mix', 'hot', 'store', 'seed'],
    ...['require-rate', 'spike', 'spike-seconds'],
  ],
  misuse: [
    ...RESULT_MISUSE,
    ['a rate of 0', ['--tps', '0'], '--tps'],
    ['a share of the capacity without a spike', ['--tps', '0.7C'], '--tps'],
    ['a spike that is no rate', ['--spike', '5x'], '--spike'],
    ['a spike of nothing', ['--spike', '0C'], '--spike'],
    ['a base rate of a spike that is no rate', ['--spike', '5C', '--tps', 'all'], '--tps'],
    ['the length of a spike without one', ['--spike-seconds', '9'], '--spike-seconds'],
    ['a spike that is too short', ['--spike', '5C', '--spike-seconds', '1'], '--spike-seconds'],
    ['a mix with a spike', ['--spike', '5C', '--mix', 'add=0.8,checkout=0.2'], '--mix'],
    ['a mix that does not add up', ['--mix', 'add=0.4,checkout=0.2'], '--mix'],
    ['a folder that is a file', ['--out', file], '--out'],
    ['a folder with other files', ['--out', others], 'package.json'],
  ],
});

test('a file in the place of the folder for results stays as it is', async () => {
  expect(await runHere(saleCommand, ['--out', file])).toMatchObject({ status: 2 });
  expect(readFileSync(file, 'utf8')).toBe('kept');
});

/** The messages of a run on a machine that is too slow. */
const SLOW = /^sale: (rate missed: .*|the audit is clean, so the exit code is 0 .*)\n/gm;

/** Expects exit code 0, also on a slow machine, and no messages about anything else. */
function expectDone({ status, stderr }: { status: number | null; stderr: string }): void {
  const complaints = stderr
    .replaceAll(SLOW, '')
    .replaceAll(/^(written|sale: \d+ of \d+ s|loading: [\d,]+ of)\b.*\n/gm, '');
  expect({ status, complaints }).toEqual({ status: 0, complaints: '' });
}

describe('a small sale', () => {
  test('prints its figures, and writes them and the report', async () => {
    const done = await running.memory.ended;
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
        warmUpMs: 500,
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

  test.each([
    ['disk', 'on disk'],
    ['lmdb', 'in LMDB'],
  ] as const)('runs on a store on disk (%s), too, and removes it', async (store, where) => {
    const done = await running[store].ended;
    expectDone(done);
    expect(done.stdout).toContain(`, ${where}, seed 1\n`);
    expectSane(box.figures<SaleFigures>(`sale-30-${store}`));
    expect(box.leftovers().filter((name) => name.startsWith('statecart-'))).toEqual([]);
  });

  /** Expects figures that hold on any machine. */
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

  test('ends early at Ctrl-C, with the figures up to then', async () => {
    const { child, ended } = running.early;
    let said = '';
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text) => {
        said += text;
        if (/^sale: [1-9]\d* of 600 s/m.test(said)) resolve();
      });
      child.on('close', resolve);
    });
    child.kill('SIGINT');
    const { status, stdout, stderr } = await ended;
    expectDone({ status, stderr });
    expect(stdout).toMatch(/seed 1 \(ended early\)$/m);
    const { figures } = JSON.parse(readFileSync(join(early, 'sale-30.json'), 'utf8'));
    expect(figures.interrupted).toBe(true);
    expect(figures.seconds).toBeGreaterThan(0);
    expect(figures.seconds).toBeLessThan(600);
  });
});

describe('a small sale with a spike', () => {
  test('finds the capacity, goes through its phases, and says which requirements it has met', async () => {
    const { status, stdout, stderr } = await running.spike.ended;
    expect(stdout).toMatch(/^Capacity: [\d,]+ orders a second\.$/m);
    const missed = stdout.match(/^ {2}MISS .*$/gm) ?? [];
    expect(status).toBe(missed.length > 0 ? 1 : 0);
    for (const line of missed) expect(stderr).toContain(line.replace(/^ *MISS /, 'sale: missed: '));
    const figures = box.figures<SpikeFigures>('spike');
    expect(figures.phases.map(({ name }) => name)).toEqual([
      'before',
      'spike',
      'recovery',
      'after',
    ]);
    // What holds on any machine: nothing is lost, and the host gets its turn.
    expect(figures).toMatchObject({
      audit: { ok: true },
      firstError: null,
      refusalsWithoutTime: 0,
      interrupted: false,
    });
    for (const { offered, goodput, refused } of figures.phases) {
      expect(offered).toBeGreaterThan(0);
      expect(goodput).toBeGreaterThan(0);
      expect(refused.releaseCount).toBe(0);
    }
    // On a machine that is busy with other work, the pings of one phase may all fall into the next.
    expect(figures.phases.some(({ ping }) => ping.p50 > 0)).toBe(true);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
      'A spike over the capacity of the machine, in memory',
    );
  });
});
