import type { Fault } from '../fault.ts';

const TOLD = 'test/rules/shop/toldFacts.test.ts';
const DURABLE = 'test/rules/shop/durableFacts.test.ts';
const LOG = 'test/rules/shop/factLog.test.ts';
const FACTS = 'test/rules/shop/facts.test.ts';
const RETENTION = 'test/rules/shop/factRetention.test.ts';

/** Facts, their log, its consumers and handlers. */
export const FACT_FAULTS: readonly Fault[] = [
  {
    rule: 'an order.placed with other values than those of the order is kept as it was told',
    file: 'src/schema/orderCodec.ts',
    from: 'const isPlaced = totalMinor === order.totalMinor && paymentDueAt === order.paymentDueAt;',
    to: 'const isPlaced = totalMinor !== undefined && paymentDueAt !== undefined;',
    tests: [TOLD],
  },
  {
    rule: 'an order.shipped with another tracking number is kept as it was told',
    file: 'src/schema/orderCodec.ts',
    from: "trackingNumber === (order.trackingNumber ?? '')",
    to: 'trackingNumber !== undefined',
    tests: [TOLD],
  },
  {
    rule: 'an order.cancelled with another reason is kept as it was told',
    file: 'src/schema/orderCodec.ts',
    from: 'reason === order.cancelReason && members',
    to: 'members',
    tests: [TOLD],
  },
  {
    rule: 'a fact of an order with the ids of another one is kept as it was told',
    file: 'src/schema/orderCodec.ts',
    from: 'if (!Object.is(orderId, order.orderId) || !Object.is(userId, order.userId)) return -1;',
    to: 'if (orderId === undefined || userId === undefined) return -1;',
    tests: [TOLD],
  },
  {
    rule: 'a fact with further members is kept as it was told',
    file: 'src/schema/orderCodec.ts',
    from: 'return members === COMMON_COUNT ? 1 : -1;',
    to: 'return members > 0 ? 1 : -1;',
    tests: [TOLD],
  },
  {
    rule: 'handlers run when the log knows that their facts are durable',
    file: 'src/facts/factPart.ts',
    from: 'this.#log.advanceTo(lastSeq);\n    if (facts.length > 0) this.#bus.publish(facts);',
    to: 'if (facts.length > 0) this.#bus.publish(facts);\n    this.#log.advanceTo(lastSeq);',
    tests: [DURABLE],
  },
  {
    rule: 'the log has no gap when retention stops while older facts are there',
    file: 'src/facts/factLog.ts',
    from: '(isRetained || this.#lowWatermark < seqBefore)',
    to: 'isRetained',
    tests: [DURABLE],
  },
  {
    rule: 'facts are made for the log as long as older ones are there',
    file: 'src/facts/factLog.ts',
    from: 'this.#lowWatermark < this.#highWatermark',
    to: 'this.#lowWatermark > this.#highWatermark',
    tests: [DURABLE],
  },
  {
    rule: 'the log starts again at the newest fact when none is kept',
    file: 'src/facts/factLog.ts',
    from: 'this.#lowWatermark = engine.lastSeq;',
    to: '',
    tests: [DURABLE, RETENTION],
  },
  {
    rule: 'a search within a turn sees the stock of the turn',
    file: 'src/stock/stock.ts',
    from: 'for (const listener of this.#listeners) listener(item);',
    to: 'queueMicrotask(() => this.#listeners.forEach((listener) => listener(item)));',
    tests: [DURABLE],
  },
  {
    rule: 'a fact that a consumer has not acknowledged is kept, however old it is',
    file: 'src/facts/factLog.ts',
    from: 'seq <= acknowledgedTo && at',
    to: 'seq > 0 && at',
    tests: [LOG],
  },
  {
    rule: 'a fact is kept for the time of factRetentionMs',
    file: 'src/facts/factLog.ts',
    from: 'engine.jumps.since(seq) <= expiredAt',
    to: 'engine.jumps.since(seq) <= expiredAt + 1',
    tests: [LOG],
  },
  {
    rule: 'old facts are removed a few at a time',
    file: 'src/facts/factLog.ts',
    from: 'if (left-- === 0 || ',
    to: 'if (',
    tests: [LOG],
  },
  {
    rule: 'a reader gets no fact that is not durable',
    file: 'src/facts/factLog.ts',
    from: 'before: factRecord.key(this.#highWatermark + 1),',
    to: '',
    tests: [LOG, 'test/simulation/everyCommit.test.ts'],
  },
  {
    rule: 'a reader may begin within the facts of one turn',
    file: 'src/facts/factLog.ts',
    from: 'if (fact.seq > after) page.push',
    to: 'page.push',
    tests: [LOG],
  },
  {
    rule: 'a consumer acknowledges only facts that it has received',
    file: 'src/facts/consumers.ts',
    from: 'if (seq > this.#delivered) {',
    to: 'if (seq < 0) {',
    tests: [LOG],
  },
  {
    rule: 'an acknowledgement of a fact is answered when an earlier one of it is durable',
    file: 'src/facts/consumers.ts',
    from: 'if (seq <= this.#position || this.#isRemoved) return engine.flushed();',
    to: 'if (seq <= this.#position || this.#isRemoved) return;',
    tests: ['test/rules/facts/consumers.test.ts'],
  },
  {
    rule: 'a consumer that is removed ends its iteration',
    file: 'src/facts/consumers.ts',
    from: 'this.#removeReader();\n',
    to: '\n',
    tests: [LOG],
  },
  {
    rule: 'a handler that sends commands leaves the facts of other handlers in order',
    file: 'src/facts/factBus.ts',
    from: 'if (this.#draining) {',
    to: 'if (facts.length < 0) {',
    tests: [FACTS],
  },
  {
    rule: 'handlers cannot change the fact that others get',
    file: 'src/facts/factBus.ts',
    from: 'freeze(fact);',
    to: '',
    tests: ['test/rules/badInput/aliasing.test.ts', 'test/rules/badInput/ownObservers.test.ts'],
  },
  {
    rule: 'a handler that throws does not affect others',
    file: 'src/facts/factBus.ts',
    from: '} catch (error) {\n      this.#reportFailure(observer, fact, error);',
    to: '} catch (error) {\n      throw error;',
    tests: [FACTS],
  },
];
