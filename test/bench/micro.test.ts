import { expect, test } from 'vitest';
import type { MicroFigures } from '../../bench/micro/measure.ts';
import { microCommand } from '../../bench/micro/microCommand.ts';
import { selectBenchmarks } from '../../bench/micro/selectBenchmarks.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

test('every benchmark runs, and verifies the result of all its calls', async () => {
  const box = sandbox();
  const { stdout, ...ended } = await runBuilt('micro', ['--seconds', '0.01', '--out', box.out]);
  // A failure shows the messages of the command.
  expect(ended).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  const { benchmarks } = box.figures<{ benchmarks: MicroFigures[] }>('bench');
  const names = benchmarks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const part of ['checkout', 'delivered', 'pricing']) expect(names.join()).toContain(part);
  const plain = names.filter((name) => name.endsWith(', plain'));
  for (const part of ['one event', 'order actor', '100 lines'])
    expect(plain.join()).toContain(part);
  // A chart that cannot be compiled would be measured in one way only.
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

describeCommandLine(microCommand, {
  flags: [...RESULT_FLAGS, 'only', 'seconds'],
  misuse: [
    ...RESULT_MISUSE,
    ['no seconds', ['--seconds', '0'], '--seconds'],
    ['a flag given twice', ['--seconds=1', '--seconds=2'], '--seconds'],
    ['an argument without a flag', ['checkout'], 'checkout'],
    ['seconds that are no number', ['--seconds', 'two'], '--seconds'],
    ['seconds that never end', ['--seconds', '1000'], '--seconds'],
    ['a word that is in no name', ['--only', 'checkout,nonsense'], 'nonsense'],
    ['no words', ['--only='], '--only'],
    ['words with a gap', ['--only', 'a,,b'], '--only'],
  ],
});
