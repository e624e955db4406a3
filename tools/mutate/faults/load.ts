import type { Fault } from '../fault.ts';

const SLICES = 'test/rules/load/slices.test.ts';
const SHEDDING = 'test/rules/load/shedding.test.ts';
const DUE = 'test/rules/load/dueTimers.test.ts';
const RANDOM = 'test/properties/admission.test.ts';

/** The admission: slices, classes, waits, refusals. */
export const LOAD_FAULTS: readonly Fault[] = [
  {
    rule: 'commands run at once only while the slice lasts',
    file: 'src/runtime/timeSlice.ts',
    from: 'now - this.#beganAt >= this.#lengthMs',
    to: 'false',
    tests: [SLICES],
  },
  {
    rule: 'what releases stock runs before checkouts, and these before the rest',
    file: 'src/admission/admission.ts',
    from: 'release.shift() ?? buy.shift() ?? browse.shift()',
    to: 'browse.shift() ?? buy.shift() ?? release.shift()',
    tests: [SLICES],
  },
  {
    rule: 'a checkout does not overtake an earlier command of its user',
    file: 'src/admission/admission.ts',
    from: 'return this.#lastCommands.has(userId) ? browse : own;',
    to: 'return own;',
    tests: [SLICES, RANDOM],
  },
  {
    rule: 'commands that wait are answered when the shop is closed',
    file: 'src/shop.ts',
    from: 'admission.runAll();',
    to: '',
    tests: [SLICES],
  },
  {
    rule: 'what releases stock is never refused',
    file: 'src/admission/admission.ts',
    from: "} else if (commandClass === 'release') return WAIT;",
    to: '}',
    tests: [SHEDDING, RANDOM],
  },
  {
    rule: 'a command is refused when it would have to wait too long',
    file: 'src/admission/admission.ts',
    from: 'if (hasRoom && waitMs <= limitMs) {',
    to: 'if (hasRoom) {',
    tests: [SHEDDING],
  },
  {
    rule: 'a number of commands wait at most',
    file: 'src/admission/admission.ts',
    from: 'this.#queues.buy.size + this.#queues.browse.size < maxWaiting',
    to: 'true',
    tests: [SHEDDING],
  },
  {
    rule: 'a command that has waited too long is refused when its turn comes',
    file: 'src/admission/admission.ts',
    from: 'now - next.calledAt > this.#limits.maxWaitMs',
    to: 'false',
    tests: [SHEDDING],
  },
  {
    rule: 'a store that does not answer is a wait, too',
    file: 'src/admission/admission.ts',
    from: 'this.#engine.commits.oldestAgeMs(now) <= this.#limits.shedAboveMs',
    to: 'true',
    tests: [SHEDDING],
  },
  {
    rule: 'a client who comes back at its time is admitted before others',
    file: 'src/admission/admission.ts',
    from: 'if (expectedAt === undefined) return this.#refuse(commandClass, client, waitMs, now);',
    to: 'return this.#refuse(commandClass, client, waitMs, now);',
    tests: [SHEDDING],
  },
  {
    rule: 'clients are asked to come back one after the other',
    file: 'src/admission/admission.ts',
    from: 'this.#promisedUntil = time;',
    to: '',
    tests: [SHEDDING],
  },
  {
    rule: 'a user gives a number of commands a second at most',
    file: 'src/admission/admission.ts',
    from: 'if (retryAfterMs > 0) return retryAfterMs;',
    to: '',
    tests: [SHEDDING],
  },
  {
    rule: 'due timers are fired a slice at a time',
    file: 'src/runtime/timekeeper.ts',
    from: 'if (slice.isOver()) {',
    to: 'if (false) {',
    tests: [DUE],
  },
  {
    rule: 'a command to an order whose timer is overdue runs that timer first',
    file: 'src/commands/runCommand.ts',
    from: 'if (engine.timekeeper.isBehind) runTimersOfAddressee(command, context, checked);',
    to: '',
    tests: [DUE],
  },
];
