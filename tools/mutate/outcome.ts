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
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** @param status the exit code of the test runner: it is not 0 for an error outside of a test, too. */
export function outcomeOf({ testResults }: TestReport, status: number | null): Outcome {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find((test) => test.status === 'failed');
  if (failed !== undefined) {
    const isLate = failed.failureMessages.some((text) => /(Test|Hook) timed out/.test(text));
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
