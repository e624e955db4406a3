/** What became of a fault. */
export type Outcome =
  /** A test has failed. */
  | { readonly kind: 'killed'; readonly by: string }
  /** A test, or all of them, did not end in time. It counts as killed. */
  | { readonly kind: 'timed out'; readonly by: string }
  | { readonly kind: 'survived' }
  /** The tests could not run, so that nothing is known. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** What is read of the JSON report of Vitest. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** In milliseconds. */
      readonly duration?: number | null;
    }[];
  }[];
}

/** How a run of the tests ended. */
export interface Ended {
  /** The exit code of the test runner: it is not 0 for an error outside of a test, too. */
  readonly status: number | null;
  /** The time after which a test has failed because it does not end. */
  readonly testTimeoutMs: number;
}

export function outcomeOf({ testResults }: TestReport, { status, testTimeoutMs }: Ended): Outcome {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find((test) => test.status === 'failed');
  if (failed !== undefined) {
    // What the report says of a test that timed out does not tell it from others.
    const isLate = (failed.duration ?? 0) >= testTimeoutMs;
    return { kind: isLate ? 'timed out' : 'killed', by: failed.fullName };
  }
  const file = testResults.find((result) => result.status === 'failed');
  // A file without tests could not be loaded; one with tests has failed in a hook.
  if (file !== undefined && file.assertionResults.length === 0) {
    return { kind: 'invalid', reason: file.message.split('\n')[0] ?? '' };
  }
  if (file !== undefined) return { kind: 'killed', by: `a hook of ${file.name}` };
  if (!tests.some((test) => test.status === 'passed')) {
    return { kind: 'invalid', reason: 'no test has run' };
  }
  return status === 0 ? { kind: 'survived' } : { kind: 'killed', by: 'an error outside of a test' };
}
