/** What a simulation expects of a shop, by the name of the rule. */
export const SIMULATION_RULES = {
  'set-up': 'setUp puts users and products into the shop, and throws nothing',
  commands: 'commands and timers fail only because of a fault that the simulation has made',
  answers: 'an answer is durable, says what can be read, and comes for every command',
  idempotency: 'an idempotency key buys once',
  facts:
    'handlers, consumers and the log have every fact once, in order, and none before it is durable',
  audit: 'the audit finds no problem',
  units: 'every unit that was received is available, held or shipped',
  'final-states': 'an order in a final state holds no units',
  timers: 'no timer is overdue',
  recovery: 'a shop opens as it was after its last durable batch',
  'same-run': 'the same seed gives the same run',
  check: 'the check of the caller',
} as const;

/** The name of a rule of {@link SIMULATION_RULES}. */
export type SimulationRule = keyof typeof SIMULATION_RULES;

/** A shop has broken a rule. */
export class BrokenRule extends Error {
  readonly rule: SimulationRule;

  constructor(rule: SimulationRule, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.rule = rule;
  }
}

/** What was thrown, as a {@link BrokenRule}: of this rule unless it is one already. */
export function asBroken(rule: SimulationRule, thrown: unknown): BrokenRule {
  return thrown instanceof BrokenRule ? thrown : new BrokenRule(rule, thrown);
}

/** Runs `work`. What it throws, or rejects with, becomes a {@link BrokenRule} of this rule unless it is one. */
export function underRule<Result>(rule: SimulationRule, work: () => Result): Result {
  let result: Result;
  try {
    result = work();
  } catch (thrown) {
    throw asBroken(rule, thrown);
  }
  if (!(result instanceof Promise)) return result;
  return result.catch((thrown) => {
    throw asBroken(rule, thrown);
  }) as Result;
}
