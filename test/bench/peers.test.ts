import { describe, expect, test, vi } from 'vitest';
import { readArguments } from '../../bench/peers/readArguments.ts';
import { runBuilt } from './peers/runBuilt.ts';
import { sandbox } from './peers/sandbox.ts';
import { expectSane, smoke } from './peers/smoke.ts';
import { usageErrorOf } from './peers/usageErrorOf.ts';

// Processes are started, on a machine that may be busy with other things.
vi.setConfig({ testTimeout: 120_000 });

test('variants in the same process sell what was bought, in every round', async () => {
  const box = sandbox();
  const { figures, stdout } = await smoke(box, { only: 'map,xstate,statecart', rounds: 2 });
  expect(figures).toMatchObject({ rounds: 2, skipped: [] });
  expectSane(figures.checkouts, { variants: ['statecart', 'xstate', 'map'], rounds: 2 });
  expectSane(figures.lifecycles, { variants: ['statecart', 'xstate'], rounds: 2 });
  expect(stdout).toMatch(/^machine .*Node\.js.*\nsettings .*"checkouts":30.*\nseed +1\n/);
  expect(stdout).toMatch(/\nstatecart .* 1\.00 × +160\n/);
});

describe('arguments', () => {
  test('--help explains every option, runs nothing, and ends with exit code 0', async () => {
    const { status, stdout, stderr } = await runBuilt('peers', ['--help']);
    for (const word of ['--rounds N', '--seconds S', '--checkouts N', '--products N', '--only']) {
      expect(stdout).toContain(word);
    }
    expect(stdout).toContain('Exit code');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['a flag that is no good', ['--rounds', 'x'], '--rounds'],
    ['an --out that is a file', ['--out', 'package.json'], '--out'],
  ])('%s: one line on stderr, no run, exit code 2', async (_case, args, words) => {
    const { status, stdout, stderr } = await runBuilt('peers', args);
    expect(stderr).toMatch(/^peers: .+\n$/);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test.each([
    ['an unknown flag', ['--fast'], '--fast'],
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
    ['an empty --out', ['--out='], '--out'],
  ])('%s is misuse, said on one line', (_case, args, words) => {
    const error = usageErrorOf(() => readArguments(args));
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('\n');
  });
});
