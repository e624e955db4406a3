import { expect, test } from 'vitest';
import type { OpeningFigures } from '../../bench/opening/figures.ts';
import { openingCommand } from '../../bench/opening/openingCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

test('a small shop is opened after a close and after a crash', async () => {
  const box = sandbox();
  const sizes = ['--products', '200', '--carts', '30', '--orders', '40', '--rounds', '1'];
  const { status, stdout, stderr } = await runBuilt('opening', [...sizes, '--out', box.out]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  expect(stdout).toContain('"products":200,"carts":30,"orders":40,"rounds":1');
  expect(stdout).toMatch(/^after a close .* GB$/m);
  expect(stdout).toMatch(/^after a crash .* GB$/m);
  const { afterClose, afterCrash } = box.figures<OpeningFigures>('opening-disk');
  for (const opened of [afterClose, afterCrash]) {
    for (const value of Object.values(opened)) expect(value).toBeGreaterThan(0);
  }
});

describeCommandLine(openingCommand, {
  flags: [...RESULT_FLAGS, 'products', 'carts', 'orders', 'rounds', 'seed', 'store'],
  misuse: [
    ...RESULT_MISUSE,
    ['a single product', ['--products', '1'], '--products'],
    ['carts that are no number', ['--carts', 'few'], '--carts'],
    ['a negative number of orders', ['--orders=-1'], '--orders'],
    ['a store that there is not', ['--store', 'redis'], '--store'],
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['a negative seed', ['--seed=-1'], '--seed'],
  ],
});
