import type { Fault } from '../fault.ts';

const ACCESS = 'test/rules/watch/access.test.ts';
const HANDLER = 'test/rules/watch/handler.test.ts';
const VIEWERS = 'test/rules/watch/viewers.test.ts';
const TALLY = 'test/rules/watch/tally.test.ts';
const STATES = 'test/rules/watch/states.test.ts';
const WAITING = 'test/rules/watch/waiting.test.ts';
const SHARES = 'test/rules/watch/sharesOfTime.test.ts';
const COUNTED = 'test/properties/watchedShop.test.ts';

/** What the live page counts of a shop, who may view it, and what that costs the shop. */
export const WATCH_FAULTS: readonly Fault[] = [
  {
    rule: 'a page with a token answers nobody who has another one',
    file: 'src/watch/server/access.ts',
    from: 'given !== undefined && timingSafeEqual(digestOf(given), this.#digest as Buffer)',
    to: 'given !== undefined',
    tests: [ACCESS, HANDLER],
  },
  {
    rule: 'a page with a token tells its data to nobody without one',
    file: 'src/watch/server/access.ts',
    from: '!isForData || this.#isRight',
    to: 'isForData || this.#isRight',
    tests: [ACCESS, HANDLER],
  },
  {
    rule: 'a page without a token answers no page of another site',
    file: 'src/watch/server/access.ts',
    from: 'isOwn && !(isForData && isFromOtherSite(headers))',
    to: 'isOwn',
    tests: [ACCESS, HANDLER],
  },
  {
    rule: 'the live page answers nothing but GET',
    file: 'src/watch/server/watchHandler.ts',
    from: "if (request.method !== 'GET') return",
    to: "if (request.method === 'HEAD') return",
    tests: [HANDLER],
  },
  {
    rule: 'there are no more viewers than there may be',
    file: 'src/watch/server/viewers.ts',
    from: 'return this.#streams.size >= MAX_VIEWERS;',
    to: 'return false;',
    tests: [HANDLER, VIEWERS],
  },
  {
    rule: 'a shop that nobody views any more does not count',
    file: 'src/watch/server/viewers.ts',
    from: '    this.#timer = undefined;\n    this.#linger();',
    to: '    this.#timer = undefined;',
    tests: [VIEWERS, HANDLER, STATES],
  },
  {
    rule: 'an actor is followed no longer than it is viewed',
    file: 'src/watch/server/viewers.ts',
    from: 'if (stream.following !== undefined) this.#source.unfollow(stream.following);',
    to: '',
    tests: [VIEWERS, 'test/rules/watch/followed.test.ts'],
  },
  {
    rule: 'a viewer that takes nothing is given up',
    file: 'src/watch/server/updateStream.ts',
    from: 'return !this.isReady && performance.now() - this.#pulledAt > STALLED_MS;',
    to: 'return false;',
    tests: [VIEWERS],
  },
  {
    rule: 'what is shown takes a small share of the time',
    file: 'src/watch/server/viewers.ts',
    from: 'end + (end - begun) * (1 / UPDATE_SHARE - 1)',
    to: 'end',
    tests: [VIEWERS, SHARES],
  },
  {
    rule: 'questions for stock take a small share of the time',
    file: 'src/watch/server/stockQuestions.ts',
    from: '(performance.now() - begun) * (1 / STOCK_SHARE - 1)',
    to: '0',
    tests: [SHARES],
  },
  {
    rule: 'an actor that takes a step leaves the state that it was in',
    file: 'src/watch/shop/shopTally.ts',
    from: '    before.now--;\n',
    to: '',
    tests: [TALLY, STATES, COUNTED],
  },
  {
    rule: 'an actor that is found by a scan after it has done something is counted once',
    file: 'src/watch/shop/shopTally.ts',
    from: 'if (counted === undefined || counted.has(name)) return;\n    // One that has ended',
    to: 'if (counted === undefined) return;\n    // One that has ended',
    tests: [TALLY, STATES, COUNTED],
  },
  {
    rule: 'an actor that does something before a scan finds it is counted as it was',
    file: 'src/watch/shop/shopTally.ts',
    from: 'if (this.#isCounting) this.#countBefore(actor, from);',
    to: '',
    tests: [TALLY, STATES, COUNTED],
  },
  {
    rule: 'an actor that has ended without a record is in no state',
    file: 'src/watch/shop/shopTally.ts',
    from: '    state.now--;\n',
    to: '',
    tests: [TALLY, STATES, COUNTED],
  },
  {
    rule: 'those that wait longest come first',
    file: 'src/watch/shop/longestWaiting.ts',
    from: 'while (place > 0 && since < (longest[place - 1] as WaitingActor).since) place--;',
    to: '',
    tests: [WAITING],
  },
  {
    rule: 'an actor that has ended waits for nothing',
    file: 'src/watch/shop/longestWaiting.ts',
    from: "status !== 'active' || since === undefined",
    to: 'since === undefined',
    tests: [WAITING],
  },
  {
    rule: 'a transition is counted as that which is drawn',
    file: 'src/watch/shop/transitionCounts.ts',
    from: 'transitions[index] as',
    to: 'transitions[0] as',
    tests: [TALLY, STATES, COUNTED],
  },
  {
    rule: 'codes of refusals are bounded in number',
    file: 'src/watch/shop/refusalCounts.ts',
    from: 'if (this.#byCode.size === MAX_NAMES) return;',
    to: '',
    tests: ['test/rules/watch/figures.test.ts'],
  },
];
