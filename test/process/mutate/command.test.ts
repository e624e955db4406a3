import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../../tools/mutate/faults/all.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

function mutate(...args: string[]) {
  const argv = ['dist/tools/mutate.js', ...args];
  const { status, stdout, stderr } = spawnSync('node', argv, { cwd: ROOT, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run mutate', () => {
  it('prints its help', () => {
    const { status, stdout, stderr } = mutate('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: npm run mutate');
  });

  it('lists the faults of an area, a file or a folder', () => {
    const rulesOf = (only: string) => {
      const { status, stdout } = mutate('--list', '--json', '--only', only);
      expect(status).toBe(0);
      return (JSON.parse(stdout) as { rule: string }[]).map(({ rule }) => rule);
    };
    const expected = (isMeant: (fault: (typeof FAULTS)[number]) => boolean) =>
      FAULTS.filter(isMeant).map(({ rule }) => rule);
    expect(rulesOf('money')).toEqual(expected(({ area }) => area === 'money'));
    expect(rulesOf('src/pricing/pricing.ts,stock')).toEqual(
      expected(({ area, file }) => area === 'stock' || file === 'src/pricing/pricing.ts'),
    );
    expect(rulesOf('machines')).toEqual(expected(({ file }) => file.startsWith('machines/')));
    expect(mutate('--list').stdout.trimEnd().split('\n')).toHaveLength(FAULTS.length);
  });

  it('refuses wrong arguments in one line', () => {
    expect(mutate('--only', 'src/nothing.ts')).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^mutate: --only: expected an area \(money, .*\), or a file or folder with a fault, got "src\/nothing\.ts" \(see --help\)\n$/,
      ),
    });
    expect(mutate('--fast').status).toBe(2);
  });
});
