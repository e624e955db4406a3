import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WatchFigures } from '../../bench/watch/figures.ts';
import { watchCommand } from '../../bench/watch/watchCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

test('every way to watch is measured, with the viewers that it has', async () => {
  const box = sandbox();
  const args = ['--rounds', '1', '--seconds', '0.3', '--users', '1024', '--out', box.out];
  const { status, stdout, stderr } = await runBuilt('watch', args, box.env);
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringMatching(/^ {2}(ok {2}|MISS) orders a second with page, memory: /m),
    stderr: expect.stringContaining('written: '),
  });
  // How fast it is, a run of this size does not tell; but what is said of it fits together.
  const missed = stdout.match(/^ {2}MISS /gm)?.length ?? 0;
  expect(stderr.match(/^watch: missed: /gm)?.length ?? 0).toBe(missed);
  expect(status).toBe(missed > 0 ? 1 : 0);

  const { rounds, cases } = box.figures<WatchFigures>('watch');
  expect(rounds).toBe(1);
  expect(cases.map(({ store, variant }) => `${store} ${variant}`)).toEqual([
    ...['memory none', 'memory served', 'memory page'],
    ...['memory stately-100', 'memory stately-all', 'memory stately-default'],
    ...['disk none', 'disk page'],
  ]);
  for (const { variant, viewer, messagesLeftOut, ...figures } of cases) {
    for (const figure of [figures.perSecond, figures.cpuMicros, figures.p50, figures.growthOrders])
      expect(figure).toBeGreaterThan(0);
    expect(figures.p99).toBeGreaterThanOrEqual(figures.p50);
    expect(figures.peakRssBytes).toBeGreaterThan(figures.peakHeapBytes);
    expect(figures.peakHeapBytes).toBeGreaterThan(2 ** 20);
    if (variant === 'none') expect(figures.throughputRatio).toEqual({ median: 1, min: 1, max: 1 });
    const isInspected = variant.startsWith('stately');
    expect(viewer === null, variant).toBe(!isInspected && variant !== 'page');
    expect(messagesLeftOut === null, variant).toBe(!isInspected);
    if (isInspected) expect(viewer?.messagesPerSecond).toBeGreaterThan(0);
  }
  // 100 actors are fewer than the users have under way.
  expect(cases[3]?.messagesLeftOut).toBeGreaterThan(0);
  expect(readFileSync(join(box.out, 'report.html'), 'utf8')).toContain('<section id="watch"');
  expect(box.leftovers()).toEqual([]);
  expect(box.processes()).toEqual([]);
});

describeCommandLine(watchCommand, {
  flags: [...RESULT_FLAGS, 'variants', 'stores', 'rounds', 'seconds', 'users', 'browser', 'seed'],
  misuse: [
    ...RESULT_MISUSE,
    ['an unknown variant', ['--variants', 'page,mirror'], 'mirror'],
    ['no variant', ['--variants='], '--variants'],
    ['a store that is not measured', ['--stores', 'lmdb'], 'lmdb'],
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['no time', ['--seconds', '0'], '--seconds'],
    ['fewer users than requests', ['--users', '1023'], '--users'],
    ['a negative seed', ['--seed=-1'], '--seed'],
    ['a flag given twice', ['--rounds=1', '--rounds=2'], '--rounds'],
    ['an argument without a flag', ['fast'], 'fast'],
  ],
});
