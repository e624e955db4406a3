import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runs } from '../../properties/runs.ts';

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

/** A random seed; the summary of a failed run shows it. */
function randomSeed(): string[] {
  return ['--seed', String(randomInt(2 ** 31))];
}

// The tests run concurrently, since their processes wait most of the time. Each run kills at other moments: many kills
// are for `npm run soak`.
describe.concurrent('a process that is killed at a random moment', () => {
  test('leaves a shop with everything that was answered', async () => {
    const kills = runs(6);
    const { status, stdout, stderr } = await soak('--kills', `${kills}`, ...randomSeed());
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(new RegExp(`${kills} kills .* nothing lost`));
  });

  test('leaves a shop on a store with a log with everything that was answered', async () => {
    const kills = runs(16);
    const args = ['--store', 'disk', '--kills', `${kills}`, ...randomSeed()];
    const { status, stdout, stderr } = await soak(...args);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(new RegExp(`${kills} kills .* nothing lost`));
  });

  test('leaves a new store that is complete, or none', async () => {
    const kills = runs(4);
    const args = ['--kills', `${kills}`, '--kills-per-store', '1'];
    const { status, stdout, stderr } = await soak(...args, ...randomSeed());
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain(`${kills} kills (${kills} while opening) of ${kills} shops`);
  });

  test('leaves a new store with a log that is complete, or none', async () => {
    const kills = runs(4);
    const args = ['--store', 'disk', '--kills', `${kills}`, '--kills-per-store', '1'];
    const { status, stdout, stderr } = await soak(...args, ...randomSeed());
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain(`${kills} kills (${kills} while opening) of ${kills} shops`);
  });
});

/** Draws one kill while opening, then two late kills at work, so that a fault shows soon. */
const SOON_AT_WORK_SEED = '291';

describe('the check after a kill', () => {
  test.each(['early', 'half', 'deaf'])('notices a store with the fault %s', async (fault) => {
    const { status, stdout } = await soak(
      '--kills',
      '24',
      '--seed',
      SOON_AT_WORK_SEED,
      '--fault',
      fault,
    );
    expect(stdout).toContain('LOSS');
    expect(status).toBe(1);
  });
});

describe('the soak command', () => {
  test('prints its help', async () => {
    const { status, stdout, stderr } = await soak('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: npm run soak');
  });

  test('refuses invalid arguments', async () => {
    expect(await soak('--kills', 'many')).toMatchObject({
      status: 2,
      stderr: `soak: --kills: expected a whole number from 1 to 1000000, got "many" (see --help)\n`,
    });
    expect((await soak('--store', 'none')).stderr).toContain('expected lmdb or disk');
    expect((await soak('--fault', 'none')).stderr).toContain('expected early, half or deaf');
  });
});
