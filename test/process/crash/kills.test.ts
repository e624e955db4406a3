import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const path = mkdtempSync(join(tmpdir(), 'statecart-kills-'));
afterAll(() => rmSync(path, { recursive: true }));

/** Runs the built command in the project's folder. */
async function soak(...args: string[]) {
  const child = spawn(
    'node',
    ['dist/test/soak/soak.js', '--no-simulation', '--path', path, ...args],
    {
      cwd: ROOT,
    },
  );
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { status, stdout, stderr };
}

/** The seed is in the summary, which is printed where something was lost. */
function seeds(): string[] {
  return ['--seed', String(randomInt(2 ** 31))];
}

describe('a process that is killed at any moment', () => {
  test('leaves a shop that has everything it has answered', { timeout: 300_000 }, async () => {
    const { status, stdout, stderr } = await soak('--kills', '24', ...seeds());
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/24 kills .* nothing lost/);
  });

  test('leaves a new store that is whole, or not there', { timeout: 300_000 }, async () => {
    const args = ['--kills', '12', '--kills-per-store', '1'];
    const { status, stdout, stderr } = await soak(...args, ...seeds());
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/12 kills \(12 while opening\) of 12 shops/);
  });
});

describe('the check after a kill', () => {
  test.each(['early', 'half', 'deaf'])(
    'notices a store that is %s',
    { timeout: 120_000 },
    async (fault) => {
      const { status, stdout } = await soak('--kills', '24', '--seed', '2', '--fault', fault);
      expect(stdout).toContain('LOSS');
      expect(status).toBe(1);
    },
  );
});

describe('the command', () => {
  test('explains itself', async () => {
    const { status, stdout, stderr } = await soak('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: npm run soak');
  });

  test('refuses arguments that are no good', async () => {
    expect(await soak('--kills', 'many')).toMatchObject({
      status: 2,
      stderr: `soak: --kills: expected a whole number from 1 to 1000000, got "many" (see --help)\n`,
    });
    expect((await soak('--fault', 'none')).stderr).toContain('expected early, half or deaf');
  });
});
