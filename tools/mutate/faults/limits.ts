import type { Fault } from '../fault.ts';

const CART_LIMIT = 'test/rules/shop/cartLimit.test.ts';
const CART_LINES = 'test/rules/attacks/cartLines.test.ts';
const QUERY = 'test/rules/search/queryLimits.test.ts';
const TEXTS = 'test/rules/shop/textLength.test.ts';
const WRITTEN = 'test/rules/attacks/writtenTexts.test.ts';
const RATE = 'test/properties/commandRate.test.ts';

/** What one visitor can cause at most. */
export const LIMIT_FAULTS: readonly Fault[] = [
  {
    rule: 'a cart has at most the lines of the limit',
    file: 'machines/rules/cartRules.ts',
    from: 'lines.length < maxCartLines',
    to: 'lines.length <= maxCartLines',
    tests: [CART_LIMIT],
  },
  {
    rule: 'a line that is there can be changed in a full cart',
    file: 'machines/rules/cartRules.ts',
    from: "return quantityOf(lines, sku) > 0 ? undefined : { code: 'cart-limit', maxCartLines };",
    to: "return { code: 'cart-limit', maxCartLines };",
    tests: [CART_LIMIT],
  },
  {
    rule: 'the limit of lines holds for a cart chart that does not know it',
    file: 'src/carts/cartCommands.ts',
    from: "if (carts.kind.ownChart !== undefined && type === 'cart.add') {",
    to: 'if (false) {',
    tests: [CART_LIMIT],
  },
  {
    rule: 'a refused command to a cart writes nothing',
    file: 'src/runtime/storedActors.ts',
    from: 'if (staysInMemory && !noteChange(actor, recordStatus, timers)) return;',
    to: 'noteChange(actor, recordStatus, timers);',
    tests: [CART_LINES],
  },
  {
    rule: 'a cart that has changed is written, whatever its state',
    file: 'src/runtime/storedActors.ts',
    from: 'recordStatus.context === context &&',
    to: '',
    tests: ['test/rules/shop/reopening.test.ts'],
  },
  {
    rule: 'the words of all texts of a search count together',
    file: 'src/search/queryPlan.ts',
    from: 'wordsLeft -= words.length;',
    to: '',
    tests: [QUERY],
  },
  {
    rule: 'completions are those of the words of today',
    file: 'src/search/completions.ts',
    from: 'this.#known.clear();',
    to: '',
    tests: [QUERY],
  },
  {
    rule: 'the reason of a cancellation is bounded in an event, too',
    file: 'src/orders/orderCommands.ts',
    from: "if (type === 'order.cancel' && reason !== undefined) {",
    to: 'if (false) {',
    tests: [TEXTS],
  },
  {
    rule: 'names count for the size of the data of an event',
    file: 'src/base/plainData.ts',
    from: 'for (const key of keys) this.#count(key.length);',
    to: '',
    tests: ['test/rules/badInput/sentEvents.test.ts'],
  },
  {
    rule: 'the data of an event has a limited depth',
    file: 'src/base/plainData.ts',
    from: 'if (path.length === MAX_DATA_DEPTH) {',
    to: 'if (false) {',
    tests: [WRITTEN],
  },
  {
    rule: 'a user whose clock was set back can go on within a second',
    file: 'src/admission/commandRate.ts',
    from: 'Math.min(Math.max(0, (chunk[at] as number) - time), this.#capacity)',
    to: 'Math.max(0, (chunk[at] as number) - time)',
    tests: [RATE],
  },
];
