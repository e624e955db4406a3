import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MixFigures } from '../../bench/mix/figures.ts';
import { mixCommand } from '../../bench/mix/mixCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

const box = sandbox();

const SMALL = [
  ...['--tps', '40', '--users', '300', '--products', '100'],
  ...['--seconds', '2', '--warm-up', '3'],
];

/** A build of its own whose shop is that of this build, with options of its own. */
function buildWith(options: string): string {
  const folder = join(box.path, `build-${options.length}`);
  mkdirSync(join(folder, 'dist/src'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'dist/src/index.js'),
    `import { createShop as create } from ${JSON.stringify(resolve('dist/src/index.js'))};
     export const createShop = (options) => create({ ...options, ${options} });`,
  );
  return folder;
}

describe('two builds that do the same', () => {
  test('are run in turn, and their CPU time is compared', async () => {
    const args = [...SMALL, '--rounds', '2', '--against', buildWith(''), '--out', box.out];
    const { status, stdout, stderr } = await runBuilt('mix', args, box.env);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /the other build takes [\d.]+ × the CPU time of this one \([\d.]+ to [\d.]+ × in a round\)/,
      ),
      stderr: expect.stringContaining('written: '),
    });
    const order = [...stderr.matchAll(/^round (\d) of 2, (this|other) build/gm)];
    expect(order.map(([, round, name]) => `${round} ${name}`)).toEqual([
      ...['1 this', '1 other', '2 other', '2 this'],
    ]);
    expectSane(box.figures<MixFigures>('mix'));
  });

  function expectSane({ rounds, builds, ratio, counts }: MixFigures): void {
    expect(rounds).toBe(2);
    expect(builds.map(({ name }) => name)).toEqual(['this build', 'other build']);
    for (const { cores, wallSeconds, shopSeconds, nanoseconds, ...figures } of builds) {
      for (const { median, min, max } of [cores, wallSeconds, shopSeconds]) {
        expect(min).toBeGreaterThan(0);
        expect(median).toBeGreaterThanOrEqual(min);
        expect(max).toBeGreaterThanOrEqual(median);
      }
      expect(shopSeconds.median).toBeLessThan(wallSeconds.max);
      expect(Math.min(...Object.values(nanoseconds))).toBeGreaterThan(0);
      expect(figures.rssBytes).toBeGreaterThan(figures.heapBytes);
      expect(figures.heapBytes).toBeGreaterThan(2 ** 20);
    }
    expect(ratio?.median).toBeGreaterThanOrEqual(ratio?.min ?? Number.NaN);
    const { commands, refusals, facts } = counts;
    expect(commands).toMatchObject({ browse: expect.any(Number), deliver: expect.any(Number) });
    expect(refusals['checkout out-of-stock']).toBe(commands.clear);
    for (const name of ['cart.expired', 'order.delivered', 'order.cancelled payment-timeout']) {
      expect(facts[name]).toBeGreaterThan(0);
    }
  }
});

test('two builds that do different things are not compared, and nothing is written', async () => {
  const out = join(box.path, 'different');
  const other = buildWith('paymentTimeoutMs: 2000');
  const args = [...SMALL, '--rounds', '1', '--against', other, '--out', out];
  const { status, stderr } = await runBuilt('mix', args, box.env);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^mix: two runs have done different things: .*facts order\.cancelled payment-timeout: \d+ in this build, \d+ in other build/m,
  );
  expect(stderr).not.toContain('written: ');
});

test('a module without createShop is no build', async () => {
  const folder = join(box.path, 'empty');
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'src/index.js'), '');
  const args = ['--tps', '1', '--users', '1', '--products', '6', '--rounds', '1'];
  const out = join(box.path, 'none');
  const ended = await runBuilt('mix', [...args, '--against', folder, '--out', out], box.env);
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^mix: other build: .*got one without createShop\(\)$/m);
});

describeCommandLine(mixCommand, {
  flags: [
    ...RESULT_FLAGS,
    ...['tps', 'seconds', 'warm-up', 'users', 'products', 'mix', 'hot', 'seed'],
    ...['rounds', 'against'],
  ],
  misuse: [
    ...RESULT_MISUSE,
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['a rate of 0', ['--tps', '0'], '--tps'],
    ['half a second', ['--seconds', '0.5'], '--seconds'],
    ['no warm-up', ['--warm-up', '0'], '--warm-up'],
    ['a mix that does not add up', ['--mix', 'add=0.4,checkout=0.2'], '--mix'],
    ['a folder without a build', ['--against', 'docs'], 'a checkout that has been built'],
    ['a folder that there is not', ['--against', 'no/such'], 'no/such'],
    ['an --against without a folder', ['--against='], '--against'],
    ['a store', ['--store', 'lmdb'], '--store'],
    ['a flag given twice', ['--rounds=1', '--rounds=2'], '--rounds'],
    ['an argument without a flag', ['fast'], 'fast'],
  ],
});
