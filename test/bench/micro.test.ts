import { describe, expect, test, vi } from 'vitest';
import type { MicroFigures } from '../../bench/micro/measure.ts';
import { readArguments } from '../../bench/micro/readArguments.ts';
import { selectBenchmarks } from '../../bench/micro/selectBenchmarks.ts';
import { runBuilt } from './peers/runBuilt.ts';
import { sandbox } from './peers/sandbox.ts';
import { usageErrorOf } from './peers/usageErrorOf.ts';

// Processes are started, on a machine that may be busy with other things.
vi.setConfig({ testTimeout: 120_000 });

test('every benchmark runs, and its results are what so many calls come to', async () => {
  const box = sandbox();
  const { stdout, ...ended } = await runBuilt('micro', ['--seconds', '0.01', '--out', box.out]);
  // A failure shows what was said.
  expect(ended).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  const { benchmarks } = box.figures<{ benchmarks: MicroFigures[] }>('bench');
  const names = benchmarks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const part of ['checkout', 'delivered', 'pricing']) expect(names.join()).toContain(part);
  const plain = names.filter((name) => name.endsWith(', plain'));
  for (const part of ['one event', 'order actor', '100 lines'])
    expect(plain.join()).toContain(part);
  // A chart that does not compile would be measured in one way only.
  expect(names).toEqual(
    expect.arrayContaining(plain.map((name) => name.replace(/plain$/, 'compiled'))),
  );
  for (const { name, opsPerSecond, microseconds, samples, verified } of benchmarks) {
    expect(opsPerSecond * microseconds).toBeCloseTo(1e6);
    expect(samples).toBeGreaterThanOrEqual(5);
    expect(verified).toBeGreaterThan(samples);
    expect(stdout).toContain(`\n${name} `);
  }
});

test('--only takes the benchmarks with one of the words in their names, in their order', () => {
  expect(selectBenchmarks(['regular', 'one event']).map(({ name }) => name)).toEqual([
    'one event, cart.setQuantity, plain',
    'one event, cart.setQuantity, compiled',
    'pricing of a line, regular',
  ]);
});

describe('arguments', () => {
  test('--help explains every option, runs nothing, and ends with exit code 0', async () => {
    const { status, stdout, stderr } = await runBuilt('micro', ['--help']);
    for (const word of ['--only WORDS', '--seconds S', '--out DIR', 'batch', 'Exit code']) {
      expect(stdout).toContain(word);
    }
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['a flag that is no good', ['--seconds', '0'], '--seconds'],
    ['a word that is in no name', ['--only', 'checkout,nonsense'], 'nonsense'],
    ['an --out that is a file', ['--out', 'package.json'], '--out'],
  ])('%s: one line on stderr, no run, exit code 2', async (_case, args, words) => {
    const { status, stdout, stderr } = await runBuilt('micro', args);
    expect(stderr).toMatch(/^bench: .+\n$/);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test.each([
    ['an unknown flag', ['--fast'], '--fast'],
    ['a flag given twice', ['--seconds=1', '--seconds=2'], '--seconds'],
    ['an argument without a flag', ['checkout'], 'checkout'],
    ['seconds that are no number', ['--seconds', 'two'], '--seconds'],
    ['seconds that never end', ['--seconds', '1000'], '--seconds'],
    ['no words', ['--only='], '--only'],
    ['words with a gap', ['--only', 'a,,b'], '--only'],
    ['an empty --out', ['--out='], '--out'],
  ])('%s is misuse, said on one line', (_case, args, words) => {
    const error = usageErrorOf(() => readArguments(args));
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('\n');
  });
});
