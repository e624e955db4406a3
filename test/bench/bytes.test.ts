import { expect, test } from 'vitest';
import { bytesCommand } from '../../bench/bytes/bytesCommand.ts';
import { type BytesFigures, figuresText } from '../../bench/bytes/figures.ts';
import { STEPS } from '../../bench/bytes/measureBytes.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

test('a run finds what each command allocates, and what a cart and an order take', async () => {
  const box = sandbox();
  const sizes = ['--commands', '200', '--rounds', '3'];
  const { status, stdout, stderr } = await runBuilt(
    'bytes',
    [...sizes, '--against', 'dist', '--out', box.out],
    box.env,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  const figures = box.figures<BytesFigures>('bytes');
  expect(stdout.endsWith(figuresText(figures))).toBe(true);
  const [own, same] = figures.builds;
  expect([own?.name, same?.name]).toEqual(['this build', 'other build']);
  for (const build of figures.builds) {
    expect(Object.keys(build.allocated)).toEqual([...STEPS]);
    // A command allocates its promise at the least.
    expect(Math.min(...Object.values(build.allocated))).toBeGreaterThan(50);
    expect(build.allocated.checkout).toBeGreaterThan(build.allocated.browse);
    // A shop may reuse the memory of the carts of earlier rounds.
    expect(build.openCart).toBeGreaterThan(-10_000);
    expect(build.openCart).toBeLessThan(100_000);
  }
  // The same build in two processes: what it allocates hardly differs.
  const ratio = (own?.allocated.checkout ?? 0) / (same?.allocated.checkout ?? 1);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('the figures are printed as a table with a column for each build', () => {
  const allocated = Object.fromEntries(STEPS.map((step, index) => [step, 1000.4 + index]));
  const build = { name: 'this build', commit: 'abc', dirty: false } as const;
  const figures = {
    builds: [{ ...build, allocated, openCart: 599.6, finishedOrder: 299 }],
  } as unknown as BytesFigures;
  const text = figuresText(figures);
  expect(text).toMatch(/^bytes +this build \(abc\)$/m);
  expect(text).toMatch(/^allocated by one add, first line +1,000$/m);
  expect(text).toMatch(/^in use for an open cart +600$/m);
  expect(text).toMatch(/^in use for a delivered order +299$/m);
});

describeCommandLine(bytesCommand, {
  flags: [...RESULT_FLAGS, 'against', 'commands', 'rounds', 'seed'],
  misuse: [
    ...RESULT_MISUSE,
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['too few commands', ['--commands', '9'], '--commands'],
    ['more commands than the young generation can hold', ['--commands', '10001'], '--commands'],
    ['a folder without a build', ['--against', 'docs'], 'a checkout that has been built'],
    ['a negative seed', ['--seed=-1'], '--seed'],
    ['an argument without a flag', ['fast'], 'fast'],
  ],
});
