import type { Fault } from '../fault.ts';

const JUMPS = 'test/rules/shop/clockJumps.test.ts';
const SUMS = 'test/rules/runtime/clockJumps.test.ts';
const CHANGED = 'test/rules/shop/changedCharts.test.ts';
const DEADLINES = 'test/rules/shop/deadlines.test.ts';

/** A wall clock that jumps: all that waits goes on waiting as long as it would have. */
export const CLOCK_FAULTS: readonly Fault[] = [
  {
    rule: 'a clock that differs little from the monotonic one has not jumped',
    file: 'src/runtime/engineTime.ts',
    from: 'Math.abs(byMs) > MAX_CLOCK_DEVIATION_MS',
    to: 'Math.abs(byMs) > 0',
    tests: [JUMPS],
  },
  {
    rule: 'deviations of less than a second add up to a jump',
    file: 'src/runtime/engineTime.ts',
    from: 'if (Number.isNaN(this.#lead) && Number.isFinite(lead)) this.#lead = lead;',
    to: 'if (Number.isFinite(lead)) this.#lead = lead;',
    tests: [JUMPS],
  },
  {
    rule: 'without a monotonic clock, the timer that has fired tells how much time has passed',
    file: 'src/runtime/engineTime.ts',
    from: 'wall - Math.max(last, firedAt)',
    to: 'wall - last',
    tests: [JUMPS],
  },
  {
    rule: 'a clock that has jumped once is measured from there',
    file: 'src/runtime/engineTime.ts',
    from: 'this.#last = this.#wallRead;\n    this.#lead = this.#leadRead;',
    to: 'this.#last = this.#wallRead;',
    tests: [JUMPS],
  },
  {
    rule: 'a jump moves the timers of actors',
    file: 'src/runtime/timekeeper.ts',
    from: 'system.rebase(byMs);',
    to: '',
    tests: [JUMPS],
  },
  {
    rule: 'a jump moves the due times outside of actors',
    file: 'src/runtime/timekeeper.ts',
    from: '    onJump(byMs);\n',
    to: '',
    tests: [JUMPS],
  },
  {
    rule: 'a jump is noted in the store in its own batch',
    file: 'src/runtime/timekeeper.ts',
    from: 'engine.stageIfDurable(() => change);',
    to: '',
    tests: [JUMPS],
  },
  {
    rule: 'the fact of a jump says from when to when',
    file: 'src/runtime/timekeeper.ts',
    from: 'from: turn.at - byMs, to: turn.at',
    to: 'from: turn.at, to: turn.at - byMs',
    tests: [JUMPS],
  },
  {
    rule: 'the jumps of a store are read when it is opened',
    file: 'src/runtime/clockJumps.ts',
    from: 'this.#jumps.reduce((sum, { byMs }) => sum + byMs, 0)',
    to: '0',
    tests: [SUMS, JUMPS],
  },
  {
    rule: 'a fact at the number of a jump comes after it',
    file: 'src/runtime/clockJumps.ts',
    from: 'jump.seq <= seq',
    to: 'jump.seq < seq',
    tests: [SUMS],
  },
  {
    rule: 'old jumps that count as one keep their sum',
    file: 'src/runtime/clockJumps.ts',
    from: 'byMs: oldest.byMs + second.byMs',
    to: 'byMs: second.byMs',
    tests: [SUMS],
  },
  {
    rule: 'a stored record moves by what the clock has jumped since',
    file: 'src/runtime/rebase.ts',
    from: 'clockOffsetMs - record.clockOffsetMs',
    to: 'record.clockOffsetMs - clockOffsetMs',
    tests: [JUMPS],
  },
  {
    rule: 'the deadlines of a stored context move with a jump',
    file: 'src/runtime/rebase.ts',
    from: 'kind.rebase?.(record.snapshot.context, byMs) ??',
    to: '',
    tests: [JUMPS, DEADLINES],
  },
  {
    rule: 'when a stored timer was set moves with a jump',
    file: 'src/runtime/rebase.ts',
    from: 'since: timer.since === undefined ? undefined : timer.since + byMs',
    to: 'since: timer.since',
    tests: [CHANGED],
  },
  {
    rule: 'when a state was entered moves with a jump',
    file: 'src/runtime/rebase.ts',
    from: "if (typeof since === 'number') return since + byMs;",
    to: "if (typeof since === 'number') return since;",
    tests: [CHANGED],
  },
  {
    rule: 'when each of several states was entered moves with a jump',
    file: 'src/runtime/rebase.ts',
    from: '[path, at + byMs]',
    to: '[path, at]',
    tests: [CHANGED],
  },
  {
    rule: 'a deadline that is no whole number stays as it is',
    file: 'machines/rules/deadlines.ts',
    from: 'if (!Number.isSafeInteger(deadline)) continue;',
    to: '',
    tests: ['test/rules/machines/deadlines.test.ts'],
  },
  {
    rule: 'the context that an actor had before a jump stays as it was',
    file: 'machines/rules/deadlines.ts',
    from: 'moved ??= { ...context } as Record<string, unknown>;',
    to: 'moved ??= context as Record<string, unknown>;',
    tests: [JUMPS, DEADLINES],
  },
];
