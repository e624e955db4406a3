import { PROJECTS } from '../../test/layout/projects.ts';
import type { NamedFault } from './fault.ts';
import {
  BASELINE_TEST_TIMEOUT_MS,
  BASELINE_TIMEOUT_MS,
  RUN_TIMEOUT_MS,
  TEST_TIMEOUT_MS,
} from './limits.ts';
import type { Outcome } from './outcome.ts';
import { runTests } from './runTests.ts';
import { WorkingCopy } from './workingCopy.ts';

export interface Result {
  readonly fault: NamedFault;
  readonly outcome: Outcome;
  readonly seconds: number;
}

export interface RunFaultsOptions {
  /** The repository, which is copied. */
  readonly root: string;
  readonly faults: readonly NamedFault[];
  readonly onResult: (result: Result) => void;
}

/**
 * Puts each fault into a copy of the repository, one after the other, and runs its tests.
 *
 * @throws Error if a test fails without a fault: then a failure with one says nothing.
 */
export async function runFaults({ root, faults, onResult }: RunFaultsOptions): Promise<Result[]> {
  const copy = new WorkingCopy(root);
  try {
    await expectSound(copy, faults);
    const results: Result[] = [];
    for (const fault of faults) {
      const startedAt = performance.now();
      const outcome = await copy.withFault(fault, () => outcomeIn(copy, fault));
      const result = { fault, outcome, seconds: (performance.now() - startedAt) / 1000 };
      results.push(result);
      onResult(result);
    }
    return results;
  } finally {
    copy.remove();
  }
}

async function expectSound(copy: WorkingCopy, faults: readonly NamedFault[]): Promise<void> {
  const tests = [...new Set(faults.flatMap((fault) => fault.tests))];
  if (tests.length === 0) return;
  const problem = tests.some(needsBuild) ? copy.build() : undefined;
  if (problem !== undefined) throw new Error(`the code without a fault: ${problem}`);
  const outcome = await runTests({
    ...{ root: copy.path, tests },
    ...{ testTimeoutMs: BASELINE_TEST_TIMEOUT_MS, timeoutMs: BASELINE_TIMEOUT_MS },
  });
  if (outcome.kind === 'survived') return;
  const what = outcome.kind === 'invalid' ? outcome.reason : `${outcome.by} has failed`;
  throw new Error(`the tests without a fault: ${what}`);
}

async function outcomeIn(copy: WorkingCopy, { tests }: NamedFault): Promise<Outcome> {
  const problem = tests.some(needsBuild) ? copy.build() : undefined;
  if (problem !== undefined) return { kind: 'invalid', reason: problem };
  return await runTests({
    ...{ root: copy.path, tests },
    ...{ testTimeoutMs: TEST_TIMEOUT_MS, timeoutMs: RUN_TIMEOUT_MS },
  });
}

function needsBuild(test: string): boolean {
  return PROJECTS.some(
    ({ needsNoBuild, folders }) =>
      !needsNoBuild && folders.some((folder) => test.startsWith(folder)),
  );
}
