import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NamedFault } from '../../../tools/mutate/fault.ts';
import { killRateOf, resultText } from '../../../tools/mutate/resultText.ts';
import { type Result, runFaults } from '../../../tools/mutate/runFaults.ts';
import { runTests } from '../../../tools/mutate/runTests.ts';
import { makeFixture } from './fixture.ts';

const { home, root, temporary } = makeFixture();
beforeAll(() => {
  vi.stubEnv('TMPDIR', temporary);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function fault(rule: string, from: string, to: string): NamedFault {
  const tests = ['test/rules/double.test.js'];
  return { rule, file: 'src/double.js', from, to, tests, area: 'numbers' };
}

function run(faults: readonly NamedFault[]): Promise<Result[]> {
  return runFaults({ root, faults, onResult: () => {} });
}

describe('a run of faults', () => {
  it('tells which are killed, which survive, and which say nothing', async () => {
    const sound = readFileSync(join(root, 'src/double.js'), 'utf8');
    const results = await run([
      fault('a number is doubled', 'number * 2', 'number * 3'),
      fault('a number is added to itself', 'number * 2', 'number + number'),
      fault('one is small', 'number * 2', 'number * 1000'),
      fault('nothing is known', 'number * 2', 'number *'),
      fault('a later fault finds the code sound again', 'count += 1', 'count += 2'),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      { kind: 'killed', by: 'a number is doubled' },
      { kind: 'survived' },
      { kind: 'killed', by: expect.stringMatching(/^a hook of .*double\.test\.js$/) },
      { kind: 'invalid', reason: expect.any(String) },
      { kind: 'killed', by: 'counting ends' },
    ]);
    expect(killRateOf(results)).toBe(0.6);
    const text = resultText(results);
    expect(text).toContain('3 of 5 faults were killed (60.0 %)');
    expect(text).toContain('survived: a number is added to itself');
    expect(readFileSync(join(root, 'src/double.js'), 'utf8')).toBe(sound);
    const left = readdirSync(temporary).filter((name) => name.startsWith('statecart-'));
    expect(left).toEqual([]);
  });

  it('does not begin while a test fails without a fault', async () => {
    const broken = { ...fault('any', 'number * 2', 'number'), tests: ['test/rules/none.test.js'] };
    await expect(run([broken])).rejects.toThrow('the tests without a fault: ');
  });

  it('refuses a fault that does not apply', async () => {
    await expect(run([fault('any', 'number / 2', 'number')])).rejects.toThrow(
      'src/double.js: expected "number / 2" once, got none',
    );
  });
});

describe('a run of tests', () => {
  it('tells a test that does not end from one that fails', async () => {
    const tests = ['test/rules/hanging.test.js'];
    const outcome = await runTests({ root, tests, testTimeoutMs: 500, timeoutMs: 120_000 });
    expect(outcome).toEqual({ kind: 'timed out', by: 'waits for ever' });
  });
});
