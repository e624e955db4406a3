import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'statecart-opening-'));
afterAll(() => rmSync(out, { recursive: true }));

function run(...args: string[]) {
  return spawnSync('node', ['dist/bench/opening.js', ...args], { cwd: ROOT, encoding: 'utf8' });
}

describe('the opening benchmark', () => {
  test('opens a small shop after a close and after a crash', { timeout: 60_000 }, () => {
    const sizes = ['--products', '200', '--carts', '30', '--orders', '40', '--rounds', '1'];
    const { status, stdout, stderr } = run(...sizes, '--out', out);
    expect(stderr).toContain('written: ');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^after a close .* GB$/m);
    expect(stdout).toMatch(/^after a crash .* GB$/m);
    const { figures, settings } = JSON.parse(readFileSync(join(out, 'opening.json'), 'utf8'));
    expect(settings).toMatchObject({ products: 200, carts: 30, orders: 40, rounds: 1 });
    for (const opened of [figures.afterClose, figures.afterCrash]) {
      for (const value of Object.values(opened)) expect(value).toBeGreaterThan(0);
    }
  });

  test('says what is wrong with its arguments', () => {
    expect(run('--help').stdout).toContain('Usage: npm run bench:opening');
    const { status, stderr } = run('--products', '1');
    expect([status, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('--products')]);
  });
});
