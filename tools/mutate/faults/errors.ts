import type { Fault } from '../fault.ts';

const ARGUMENT = 'test/rules/badInput/argumentError.test.ts';
const CHART_FAULTS = 'test/rules/badInput/chartFaults.test.ts';
const PRINTABLE = 'test/rules/terminal/printable.test.ts';

/** Errors that say who is to blame, and what is printed of them. */
export const ERRORS: readonly Fault[] = [
  {
    rule: 'a value that is out of range is an ArgumentError',
    file: 'src/base/argumentError.ts',
    from: ' || value instanceof ArgumentRangeError',
    to: '',
    tests: [ARGUMENT],
  },
  {
    rule: 'a wrong result of code of the user is no ArgumentError',
    file: 'src/base/userCodeError.ts',
    from: 'new UserCodeError(where, message, cause)',
    to: 'new UserCodeError(where, message, fault)',
    tests: [CHART_FAULTS, 'test/rules/badInput/ownPricing.test.ts', ARGUMENT],
  },
  {
    rule: 'an error of code of the user has its own name',
    file: 'src/base/userCodeError.ts',
    from: "value: 'UserCodeError',",
    to: "value: 'Error',",
    tests: [CHART_FAULTS, 'test/rules/badInput/ownPricing.test.ts', ARGUMENT],
  },
  {
    rule: 'a standard chart is not to blame for an error',
    file: 'src/runtime/chartFault.ts',
    from: 'if (ownChart === undefined) return error;',
    to: "if (ownChart === undefined) return new UserCodeError('machines.order', String(error), error);",
    tests: [CHART_FAULTS],
  },
  {
    rule: 'the cause of a failed guard is what the guard has thrown',
    file: 'src/runtime/chartFault.ts',
    from: 'guardFault === undefined ? error : guardFault.thrown',
    to: 'error',
    tests: [CHART_FAULTS],
  },
  {
    rule: 'the controls of the direction of writing are printed escaped',
    file: 'src/terminal/printable.ts',
    from: '\\u202a-\\u202e\\u2066-\\u2069',
    to: '',
    tests: [PRINTABLE],
  },
  {
    rule: 'a value within a line has no line feed',
    file: 'src/terminal/printable.ts',
    from: "printable(text).replaceAll('\\n', escaped)",
    to: 'printable(text)',
    tests: [PRINTABLE],
  },
];
