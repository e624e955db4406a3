import type { Fault } from '../fault.ts';

const DUE_TIMES = 'test/rules/runtime/dueTimes.test.ts';
const LATE_CLOCK = 'test/rules/shop/lateClock.test.ts';
const ENGINE = 'test/rules/runtime/engine.test.ts';
const SCHEDULER = 'test/rules/runtime/scheduler.test.ts';
const CLOCK = 'test/rules/runtime/simulatedClock.test.ts';
const REOPENING = 'test/rules/shop/reopening.test.ts';

/** Clocks, timers and deadlines. */
export const TIME: readonly Fault[] = [
  {
    rule: 'a timer with a fraction of a millisecond left does not fire',
    file: 'src/runtime/scheduler.ts',
    from: 'Math.ceil(now + ',
    to: 'Math.floor(now + ',
    tests: [DUE_TIMES],
  },
  {
    rule: 'a clock with fractions of a millisecond makes no timer fire early',
    file: 'src/runtime/engineTime.ts',
    from: 'Math.floor(clock.now())',
    to: 'Math.ceil(clock.now())',
    tests: [DUE_TIMES],
  },
  {
    rule: 'time does not go back with a clock that goes back a little',
    file: 'src/runtime/engineTime.ts',
    from: 'if (wall > last) this.#last = wall;',
    to: 'this.#last = wall;',
    tests: [ENGINE, 'test/rules/badInput/ownClock.test.ts'],
  },
  {
    rule: 'an actor that ends takes all of its timers with it',
    file: 'src/runtime/scheduler.ts',
    from: 'while (holder?.timers !== undefined)',
    to: 'if (holder?.timers !== undefined)',
    tests: [DUE_TIMES],
  },
  {
    rule: 'a command runs overdue timers first',
    file: 'src/commands/runCommand.ts',
    from: 'engine.runDueTimers();',
    to: '',
    tests: [LATE_CLOCK],
  },
  {
    rule: 'an event from outside runs overdue timers first',
    file: 'src/runtime/engine.ts',
    from: 'void {\n    this.runDueTimers();',
    to: 'void {',
    tests: ['test/rules/runtime/fixedFaults.test.ts'],
  },
  {
    rule: 'all timers that are due fire, not only the first',
    file: 'src/runtime/timekeeper.ts',
    from: 'if (engine.stopped !== undefined) return;\n      if (slice',
    to: 'break;\n      if (slice',
    tests: [LATE_CLOCK],
  },
  {
    rule: 'a timer that is set replaces the one with its id',
    file: 'src/runtime/scheduler.ts',
    from: 'if (previous !== undefined) this.#cancel(previous);',
    to: '',
    tests: [SCHEDULER],
  },
  {
    rule: 'the timers of a passivated actor remain',
    file: 'src/runtime/scheduler.ts',
    from: 'if (actor.timers !== undefined) moveTimers(actor, this.#heldUnder(actor.id));',
    to: '',
    tests: [SCHEDULER],
  },
  {
    rule: 'the timers of a passivated actor go to the actor that is activated',
    file: 'src/runtime/scheduler.ts',
    from: 'moveTimers(held, actor);',
    to: '',
    tests: [SCHEDULER],
  },
  {
    rule: 'a wait may be longer than the longest timer of Node.js',
    file: 'src/runtime/scheduler.ts',
    from: '2 ** 31 - 1',
    to: '2 ** 52',
    tests: [ENGINE],
  },
  {
    rule: 'the clock rings for the timer that is due first',
    file: 'src/runtime/scheduler.ts',
    from: 'this.#armed.dueAt <= dueAt',
    to: 'this.#armed.dueAt > 0',
    tests: [ENGINE, SCHEDULER],
  },
  {
    rule: 'an engine that ends leaves no timer of the clock',
    file: 'src/runtime/engine.ts',
    from: 'this.#system.scheduler.stop();',
    to: '',
    tests: ['test/rules/runtime/fixedFaults.test.ts', 'test/rules/shop/closing.test.ts'],
  },
  {
    rule: 'timers of one due time in the heap fire in the order in which they were set',
    file: 'src/runtime/timerHeap.ts',
    from: 'a.order - b.order',
    to: 'b.order - a.order',
    tests: ['test/properties/timerHeap.test.ts'],
  },
  {
    rule: 'timers of one due time in several rings fire in the order in which they were set',
    file: 'src/runtime/timerQueue.ts',
    from: 'ringOrder > order',
    to: 'ringOrder < order',
    tests: ['test/rules/runtime/timerQueue.test.ts', 'test/properties/timerQueue.test.ts'],
  },
  {
    rule: 'a ring takes no timer that is due before its last one',
    file: 'src/runtime/timerRing.ts',
    from: 'return dueAt >= this.#lastDueAt;',
    to: 'return dueAt > 0;',
    tests: ['test/properties/timerQueue.test.ts'],
  },
  {
    rule: 'a heap forgets removed timers',
    file: 'src/runtime/timerHeap.ts',
    from: 'if (this.#heap.length > 2 * this.#size + SWEEP_THRESHOLD) this.#sweep();',
    to: '',
    tests: ['test/properties/timerHeap.test.ts', 'test/properties/timerQueue.test.ts'],
  },
  {
    rule: 'a ring forgets removed timers',
    file: 'src/runtime/timerRing.ts',
    from: 'if (this.#holders.length > SWEPT_AT * this.#size + SWEEP_THRESHOLD) this.#sweep();',
    to: '',
    tests: ['test/rules/runtime/timerQueue.test.ts', 'test/properties/timerQueue.test.ts'],
  },
  {
    rule: 'a simulated clock runs each timer at its own due time',
    file: 'src/runtime/simulatedClock.ts',
    from: 'passed = Math.max(passed, next.dueAt);',
    to: 'passed = end;',
    tests: [CLOCK],
  },
  {
    rule: 'timers survive when a shop is closed and opened again',
    file: 'src/runtime/actorSystem.ts',
    from: 'this.scheduler.restore(addressOf(actor.kind.name, actor.name), actor.record.timers);',
    to: '',
    tests: [REOPENING],
  },
  {
    rule: 'timers that fell due while a shop was closed have run when it is open',
    file: 'src/runtime/openParts.ts',
    from: 'system.holdChildren(catchUp);',
    to: '',
    tests: [REOPENING],
  },
];
