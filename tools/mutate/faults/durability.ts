import type { Fault } from '../fault.ts';

const FAILED = 'test/rules/store/failedCommit.test.ts';
const OWN_STORE = 'test/rules/badInput/ownStore.test.ts';
const QUEUE = 'test/rules/runtime/commitQueue.test.ts';
const ENGINE = 'test/rules/runtime/engine.test.ts';
const REOPENING = 'test/rules/shop/reopening.test.ts';

/** Turns, commits, failures, and what a shop is after it has been opened again. */
export const DURABILITY: readonly Fault[] = [
  {
    rule: 'a failed commit is the last one',
    file: 'src/runtime/engine.ts',
    from: '(why) => this.#end(toError(why))',
    to: '() => {}',
    tests: [FAILED],
  },
  {
    rule: 'a commit that throws stops the engine',
    file: 'src/runtime/turnCommits.ts',
    from: 'onFailure(error);\n      throw error;',
    to: 'throw error;',
    tests: [FAILED, OWN_STORE],
  },
  {
    rule: 'an engine that has stopped runs no turn',
    file: 'src/runtime/engine.ts',
    from: 'if (this.#stopped !== undefined) throw stoppedError(this.#stopped);',
    to: '',
    tests: [FAILED, ENGINE],
  },
  {
    rule: 'a shop that has stopped refuses commands',
    file: 'src/commands/runCommand.ts',
    from: 'if (closed !== undefined) {',
    to: 'if (closed === null) {',
    tests: [FAILED, OWN_STORE],
  },
  {
    rule: 'a batch is durable when it and all earlier ones are',
    file: 'src/runtime/commitQueue.ts',
    from: 'Promise.allSettled([before?.durable, committed])',
    to: 'Promise.allSettled([committed])',
    tests: [QUEUE],
  },
  {
    rule: 'a turn without changes waits for the batches before it',
    file: 'src/runtime/turnCommits.ts',
    from: 'turn.changes.length > 0 || !engine.commits.isIdle',
    to: 'turn.changes.length > 0',
    tests: [ENGINE],
  },
  {
    rule: 'a turn that has failed after a change stops the engine',
    file: 'src/runtime/engine.ts',
    from: 'if (turn.failure !== undefined || !turn.isUnchanged) {',
    to: 'if (turn.failure !== undefined) {',
    tests: [ENGINE, 'test/rules/runtime/fixedFaults.test.ts', OWN_STORE],
  },
  {
    rule: 'an actor that fails stops the engine',
    file: 'src/runtime/actorSystem.ts',
    from: 'if (actor instanceof LiveActor) turns.current.fail(chartFault(actor, error), actor);',
    to: 'if (actor instanceof LiveActor) return;',
    tests: [ENGINE],
  },
  {
    rule: 'the number of the last turn and fact is stored with each batch',
    file: 'src/runtime/engine.ts',
    from: 'turn.changes.push(lastTurnChange(turn));',
    to: ';',
    tests: [REOPENING, 'test/rules/shop/factLog.test.ts'],
  },
  {
    rule: 'close waits until all turns are durable',
    file: 'src/runtime/engine.ts',
    from: 'this.#end(undefined);\n    await this.commits.flushed();',
    to: 'this.#end(undefined);',
    tests: [ENGINE, 'test/rules/shop/closing.test.ts'],
  },
  {
    rule: 'close stops the actors that others have invoked',
    file: 'src/runtime/engine.ts',
    from: 'this.directory.stopParents();',
    to: '',
    tests: ['test/rules/runtime/fixedFaults.test.ts'],
  },
  {
    rule: 'stock that a turn has changed is in its batch',
    file: 'src/stock/stock.ts',
    from: 'if (this.#engine.isDurable) this.#unsaved.add(item);',
    to: '',
    tests: [REOPENING],
  },
  {
    rule: 'the answer of a checkout with a key is in the batch of its turn',
    file: 'src/checkout/idempotency.ts',
    from: 'return answerRecord.put(answerRecord.key(userId, key), record, hasOwnCharts);',
    to: 'return answerRecord.delete(answerRecord.key(userId, key));',
    tests: [REOPENING],
  },
  {
    rule: 'the orders of a user are in an index on disk',
    file: 'src/orders/orderIndex.ts',
    from: 'this.#options.engine.stage(orderIndexRecord.put(key, orderId));',
    to: '',
    tests: [REOPENING],
  },
  {
    rule: 'an actor whose last record is not durable yet is read as it is',
    file: 'src/runtime/storedActors.ts',
    from: 'this.#passivating.set(actor, new LastState(actor));',
    to: '',
    tests: ['test/rules/runtime/fixedFaults.test.ts', ENGINE],
    why: 'a store shows every batch whose commit was called, so that its record reads the same',
  },
  {
    rule: 'an actor has one record, active or archived',
    file: 'src/runtime/actorRecords.ts',
    from: 'if (recordStatus.placement !== placement) this.erase(changes, owner);',
    to: '',
    tests: ['test/process/cli/audit.test.ts', REOPENING],
  },
  {
    rule: 'a store of another currency is refused',
    file: 'src/schema/format.ts',
    from: 'if (head.currency !== currency) {',
    to: "if (head.currency === '') {",
    tests: [REOPENING],
  },
  {
    rule: 'a store of a newer format is refused',
    file: 'src/schema/format.ts',
    from: 'if (head.format <= format) return;',
    to: 'if (head.format > 0) return;',
    tests: [REOPENING],
  },
];
