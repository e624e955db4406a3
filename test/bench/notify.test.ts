import { expect, test } from 'vitest';
import type { NotifyFigures } from '../../bench/notify/figures.ts';
import { notifyCommand } from '../../bench/notify/notifyCommand.ts';
import { readArguments } from '../../bench/notify/readArguments.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

const SMALL = [
  ...['--messages', '400', '--rounds', '1', '--stores', 'memory,lmdb'],
  ...['--checkout-seconds', '0.1', '--seconds', '1', '--rate', '100'],
];

test('every part is measured, and every message of it arrives', async () => {
  const box = sandbox();
  const { status, stdout, stderr } = await runBuilt(
    'notify',
    [...SMALL, '--out', box.out],
    box.env,
  );
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringMatching(/^ {2}(ok {2}|MISS) backlog of 400, lmdb: /m),
    stderr: expect.stringContaining('written: '),
  });
  // How fast it is, a run of this size does not tell; but what is said of it fits together.
  const missed = stdout.match(/^ {2}MISS /gm)?.length ?? 0;
  expect(stderr.match(/^notify: missed: /gm)?.length ?? 0).toBe(missed);
  expect(status).toBe(missed > 0 ? 1 : 0);

  const { backlog, hanging, healthy } = box.figures<NotifyFigures>('notify');
  expect(backlog.map(({ store }) => store)).toEqual(['lmdb']);
  for (const { small, large, heapRatio } of backlog) {
    expect([small.messages, large.messages]).toEqual([40, 400]);
    for (const { perSecond, points, heap } of [small, large]) {
      expect(perSecond).toBeGreaterThan(0);
      expect(points.length).toBeGreaterThan(0);
      for (const bytes of Object.values(heap)) expect(bytes).toBeGreaterThan(2 ** 20);
    }
    expect(heapRatio).toBeGreaterThan(0.5);
  }
  expect(hanging.map(({ store }) => store)).toEqual(['memory']);
  const checkouts = hanging.flatMap(({ notifiers }) => notifiers);
  expect(checkouts.map(({ notifier }) => notifier)).toEqual(['none', 'log', 'email']);
  expect(checkouts[0]).toMatchObject({ retried: 0, throughputRatio: { min: 1, max: 1 } });
  expect(healthy.map(({ store }) => store)).toEqual(['memory']);
  const [none, ...others] = healthy.flatMap(({ notifiers }) => notifiers);
  expect(none).toMatchObject({ notifier: 'none', delivery: null });
  expect(others.map(({ notifier }) => notifier)).toEqual([
    'sink',
    'same mails',
    'email',
    'email in a thread',
  ]);
  for (const { notifier, delivery, costs } of others) {
    if (notifier === 'same mails') expect(delivery).toBeNull();
    else {
      expect(delivery).toMatchObject({ inTimeShare: 1, messages: expect.any(Number) });
      expect(delivery?.p99).toBeLessThanOrEqual(delivery?.max ?? Number.NaN);
    }
    for (const micros of Object.values(costs)) expect(micros).toBeGreaterThan(0);
  }
  expect(box.leftovers()).toEqual([]);
  expect(box.processes()).toEqual([]);
});

test('each part takes those of the stores that it can be measured with', () => {
  expect(readArguments(['--stores', 'lmdb,memory'])).toMatchObject({
    parts: ['backlog', 'hanging', 'healthy'],
    backlogStores: ['lmdb'],
    loadStores: ['memory'],
  });
  expect(readArguments(['--only', 'backlog', '--stores', 'lmdb'])).toMatchObject({
    backlogStores: ['lmdb'],
    loadStores: [],
  });
});

describeCommandLine(notifyCommand, {
  flags: [
    ...RESULT_FLAGS,
    ...['only', 'stores', 'messages', 'rounds', 'checkout-seconds', 'seconds', 'rate', 'seed'],
  ],
  misuse: [
    ...RESULT_MISUSE,
    ['an unknown part', ['--only', 'backlog,push'], 'push'],
    ['no part', ['--only='], '--only'],
    ['an unknown store', ['--stores', 'redis'], 'redis'],
    ['a backlog without a store on disk', ['--stores', 'memory'], 'backlog'],
    ['a mail server beside LMDB only', ['--stores', 'lmdb'], 'hanging'],
    ['hardly a message', ['--messages', '39'], '--messages'],
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['no time for checkouts', ['--checkout-seconds', '0'], '--checkout-seconds'],
    ['half a second', ['--seconds', '0.5'], '--seconds'],
    ['no orders', ['--rate', '0'], '--rate'],
    ['a negative seed', ['--seed=-1'], '--seed'],
    ['a flag given twice', ['--rate=1', '--rate=2'], '--rate'],
    ['an argument without a flag', ['fast'], 'fast'],
  ],
});
