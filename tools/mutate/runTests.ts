import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, outcomeOf } from './outcome.ts';

export interface RunTestsOptions {
  /** The repository, or a copy of it. */
  readonly root: string;
  readonly tests: readonly string[];
  /** When a test has failed because it does not end, in milliseconds. */
  readonly testTimeoutMs: number;
  /** When the run is ended, in milliseconds. */
  readonly timeoutMs: number;
}

/** At the top of the copy, with which it is removed when the run is interrupted. */
const REPORT = 'mutate-report.json';

/** Runs test files until one test fails. */
export async function runTests(options: RunTestsOptions): Promise<Outcome> {
  const { root, tests, testTimeoutMs, timeoutMs } = options;
  const report = join(root, REPORT);
  rmSync(report, { force: true });
  const args = [
    ...['node_modules/vitest/vitest.mjs', 'run', ...tests, '--bail=1', '--silent'],
    ...['--reporter=json', `--outputFile=${report}`, `--testTimeout=${testTimeoutMs}`],
  ];
  // A group of its own, since the test runner has processes of its own.
  const env = { RUNS_SCALE: '1', ...process.env }; // All random cases.
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore', detached: true });
  const stop = () => endGroup(child);
  process.on('exit', stop);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, timeoutMs);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (isLate) return { kind: 'timed out', by: 'the whole run' };
    return outcomeOf(JSON.parse(readFileSync(report, 'utf8')), { status, testTimeoutMs });
  } catch (error) {
    return { kind: 'invalid', reason: (error as Error).message };
  } finally {
    clearTimeout(timer);
    process.off('exit', stop);
    rmSync(report, { force: true });
  }
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
