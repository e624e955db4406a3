/** One fault that is put into the code, to see whether a test notices it. */
export interface Fault {
  /** The rule that the code with the fault breaks. */
  readonly rule: string;
  /** A source file, as a path from the top of the repository. */
  readonly file: string;
  /** The text that is replaced: it occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** The test files that state the rule, of which at least one has to fail. */
  readonly tests: readonly string[];
  /** Why the fault may survive; left out if a test has to notice it. */
  readonly why?: string;
}

/** A fault, and the part of the project that it belongs to. */
export interface NamedFault extends Fault {
  readonly area: string;
}
