import type { Fault } from '../fault.ts';

const PART = 'test/rules/health/healthPart.test.ts';
const RULES = 'test/properties/healthRules.test.ts';
const WINDOW = 'test/properties/slidingWindow.test.ts';
const CHART = 'test/rules/machines/health.test.ts';
const SHOP = 'test/rules/shop/health.test.ts';
const STATS = 'test/rules/stats/shopStats.test.ts';
const COUNTS = 'test/properties/shopStats.test.ts';
const CHANNELS = 'test/rules/diagnostics/channels.test.ts';
const OTEL = 'test/rules/otel/instrument.test.ts';

/** The health of a shop, its figures, and who is told of them. */
export const HEALTH_FAULTS: readonly Fault[] = [
  {
    rule: 'calm samples end a reason only in a row',
    file: 'machines/rules/healthRules.ts',
    from: 'return load > CALM_SHARE ? CALM_SAMPLES : left - 1;',
    to: 'return load > CALM_SHARE ? left : left - 1;',
    tests: [RULES],
  },
  {
    rule: 'a single error is no rate',
    file: 'machines/rules/healthRules.ts',
    from: 'errors < MIN_ERRORS',
    to: 'errors < 1',
    tests: [RULES, CHART],
  },
  {
    rule: 'another reason in the same state is told',
    file: 'machines/rules/healthRules.ts',
    from: 'return REASONS.some((reason) => before[reason] > 0 !== after[reason] > 0);',
    to: 'return false;',
    tests: [CHART, PART],
  },
  {
    rule: 'a sample is no part of a turn that may be discarded',
    file: 'src/health/healthPart.ts',
    from: ' || engine.isInTurn',
    to: '',
    tests: [PART, SHOP],
  },
  {
    rule: 'a sample that changes nothing is no turn',
    file: 'src/health/healthPart.ts',
    from: 'if (isUneventful(context.left, figures)) return;',
    to: '',
    tests: [PART],
  },
  {
    rule: 'a closed shop has no timer for its health',
    file: 'src/health/healthPart.ts',
    from: 'this.#since = this.#timeOr(this.#since);\n    this.#disarm();',
    to: 'this.#since = this.#timeOr(this.#since);',
    tests: [PART],
  },
  {
    rule: 'a slot that is used again is empty',
    file: 'src/health/slidingHistogram.ts',
    from: 'this.#buckets.fill(0, slot * BUCKETS, (slot + 1) * BUCKETS);',
    to: '',
    tests: [WINDOW],
  },
  {
    rule: 'the longest latency leaves the window',
    file: 'src/health/slidingHistogram.ts',
    from: 'this.#maxima[slot] = 0;',
    to: '',
    tests: [WINDOW],
  },
  {
    rule: 'a passivated cart is not live',
    file: 'src/users/users.ts',
    from: 'this.#liveCount += liveChange(user?.cart, undefined);',
    to: '',
    tests: [STATS, COUNTS],
  },
  {
    rule: 'open orders of a store count although they are not in memory',
    file: 'src/runtime/directory.ts',
    from: 'return this.inMemory(kind) + this.#passive.activeCount(kind);',
    to: 'return this.inMemory(kind);',
    tests: [COUNTS],
  },
  {
    rule: 'a batch that has failed does not wait',
    file: 'src/runtime/commitQueue.ts',
    from: 'this.#waiting -= onDurable.length;',
    to: '',
    tests: ['test/rules/runtime/commitQueue.test.ts'],
  },
  {
    rule: 'an observer goes when nobody subscribes any more',
    file: 'src/runtime/observer.ts',
    from: 'entry.remove?.();',
    to: '',
    tests: [CHANNELS, 'test/rules/runtime/observer.test.ts'],
  },
  {
    rule: 'a refusal is no error of a span',
    file: 'src/otel/commandSpans.ts',
    from: 'if (error !== undefined) {',
    to: '{',
    tests: [OTEL],
  },
  {
    rule: 'the span of a command is a child of the active one',
    file: 'src/otel/commandSpans.ts',
    from: ', context.active()',
    to: ', {} as never',
    tests: [OTEL],
  },
];
