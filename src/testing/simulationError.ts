import { SHOWN_TRACE_LINES } from './limits.ts';
import { type BrokenRule, SIMULATION_RULES, type SimulationRule } from './simulation/brokenRule.ts';

/** What {@link SimulationError} tells. */
export interface SimulationFault {
  readonly broken: BrokenRule;
  readonly seed: number;
  readonly trace: readonly string[];
}

/** A run of a simulation has found a shop that breaks a rule. */
export class SimulationError extends Error {
  readonly code = 'ERR_STATECART_SIMULATION' as const;
  /** The rule that is broken. */
  readonly rule: SimulationRule;
  /** The seed of the run: `seeds: [seed]` repeats it. */
  readonly seed: number;
  /**
   * Everything that was done in the run, a line each, from its beginning. An indented line is the outcome of a
   * command.
   */
  readonly trace: readonly string[];
  /** What was thrown: by a chart, by a check, or by a comparison of the simulation. */
  declare readonly cause: unknown;

  constructor({ broken, seed, trace }: SimulationFault) {
    const { rule, message, cause } = broken;
    const lines = [
      `seed ${seed} breaks the rule '${rule}': ${SIMULATION_RULES[rule]}`,
      message,
      `Repeat this run with seeds: [${seed}]. ${traceTitle(trace)}`,
      ...trace.slice(-SHOWN_TRACE_LINES).map((line) => `  ${line}`),
    ];
    super(lines.join('\n'), { cause });
    this.rule = rule;
    this.seed = seed;
    this.trace = trace;
  }
}

// On the prototype, as in the built-in errors.
Object.defineProperty(SimulationError.prototype, 'name', {
  value: 'SimulationError',
  writable: true,
  configurable: true,
});

function traceTitle({ length }: readonly string[]): string {
  if (length <= SHOWN_TRACE_LINES) return `What was done, in ${length} lines:`;
  return `The last ${SHOWN_TRACE_LINES} of the ${length} lines of what was done:`;
}
