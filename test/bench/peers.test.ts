import { expect, test } from 'vitest';
import { peersCommand } from '../../bench/peers/peersCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { expectSane, smoke } from './peers/smoke.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { sandbox } from './sandbox.ts';

test('variants in the same process sell what was bought, in every round', async () => {
  const box = sandbox();
  const { figures, stdout } = await smoke(box, { only: 'map,xstate,statecart', rounds: 2 });
  expect(figures).toMatchObject({ rounds: 2, skipped: [] });
  expectSane(figures.checkouts, { variants: ['statecart', 'xstate', 'map'], rounds: 2 });
  expectSane(figures.lifecycles, { variants: ['statecart', 'xstate'], rounds: 2 });
  expect(stdout).toMatch(/^machine .*Node\.js.*\nsettings .*"checkouts":30.*\nseed +1\n/);
  expect(stdout).toMatch(/\nstatecart .* 1\.00 × +160\n/);
});

describeCommandLine(peersCommand, {
  flags: [...RESULT_FLAGS, 'rounds', 'seconds', 'checkouts', 'products', 'only', 'seed'],
  misuse: [
    ...RESULT_MISUSE,
    ['rounds that are no number', ['--rounds', 'x'], '--rounds'],
    ['a flag given twice', ['--seed=1', '--seed=2'], '--seed'],
    ['an argument without a flag', ['map'], 'map'],
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['seconds that are no number', ['--seconds', 'three'], '--seconds'],
    ['--seconds and --checkouts', ['--seconds', '1', '--checkouts', '9'], '--checkouts'],
    ['half a checkout', ['--checkouts', '0.5'], '--checkouts'],
    ['a single product', ['--products', '1'], '--products'],
    ['an unknown variant', ['--only', 'map,mongodb'], 'mongodb'],
    ['no variant', ['--only='], '--only'],
    ['a negative seed', ['--seed=-1'], '--seed'],
  ],
});
