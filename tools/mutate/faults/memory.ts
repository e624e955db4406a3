import type { Fault } from '../fault.ts';

const FORGETTING = 'test/rules/shop/forgetting.test.ts';
const ANSWERS = 'src/checkout/rememberedAnswers.ts';
const REMEMBERED = 'test/properties/rememberedAnswers.test.ts';
const LEFT_BEHIND = 'test/rules/runtime/leftBehind.test.ts';
const ROWS = 'test/rules/search/rows.test.ts';

/** What leaves memory, and what is used again. */
export const MEMORY: readonly Fault[] = [
  {
    rule: 'an idempotency key that is used again is forgotten in its new place',
    file: ANSWERS,
    from: 'if (before !== undefined) this.forget(before);',
    to: '',
    tests: [FORGETTING, REMEMBERED],
  },
  {
    rule: 'idempotency keys are forgotten when they are out of their window',
    file: ANSWERS,
    from: 'this.#expired(this.#accepted, now) ??',
    to: '',
    tests: [REMEMBERED, 'test/rules/shop/reopening.test.ts'],
  },
  {
    rule: 'the keys of refused checkouts are forgotten first',
    file: ANSWERS,
    from: 'return this.#refused.oldest ?? this.#accepted.oldest;',
    to: 'return this.#accepted.oldest ?? this.#refused.oldest;',
    tests: [REMEMBERED],
  },
  {
    rule: 'a user has a limited number of idempotency keys, whichever way the checkouts ended',
    file: ANSWERS,
    from: 'return refused + accepted > ',
    to: 'return accepted > ',
    tests: [REMEMBERED],
  },
  {
    rule: 'a limited number of idempotency keys is forgotten in a turn',
    file: 'src/checkout/idempotency.ts',
    from: 'let left = MAX_EVICTIONS_PER_TURN; left > 0; left--',
    to: 'let left = 1e9; left > 0; left--',
    tests: [FORGETTING],
  },
  {
    rule: 'a turn that is refused leaves no actor in memory',
    file: 'src/runtime/engine.ts',
    from: 'this.directory.passivateAll(turn);\n    ignoreRejection',
    to: 'ignoreRejection',
    tests: [LEFT_BEHIND],
  },
  {
    rule: 'an actor that fails at its start leaves nothing in memory',
    file: 'src/runtime/directory.ts',
    from: 'residents.delete(name);\n      actor',
    to: 'actor',
    tests: [LEFT_BEHIND],
  },
  {
    rule: 'the record of an actor that comes back into memory is deleted from its archive',
    file: 'src/runtime/archivedActors.ts',
    from: "if (typeof handle === 'number') this.#archiveOf(kind).delete(handle);",
    to: '',
    tests: [LEFT_BEHIND],
  },
  {
    rule: 'rows of products that are gone are used again',
    file: 'src/search/textIndex.ts',
    from: 'this.#free = longer;',
    to: '',
    tests: [ROWS],
  },
  {
    rule: 'a row is used again only when no postings of it are left',
    file: 'src/search/textIndex.ts',
    from: 'this.#deleted.push(row);',
    to: 'this.#free.push(row);',
    tests: [ROWS, 'test/properties/search/longLife.test.ts'],
  },
  {
    rule: 'words that no product has any more are forgotten',
    file: 'src/search/textIndex.ts',
    from: 'if (this.dictionary.has(sweep.term) && isUnused) this.dictionary.delete(sweep.term);',
    to: '',
    tests: [ROWS],
  },
  {
    rule: 'slots of rows that are gone do not make an index of rows grow',
    file: 'src/base/rowIndex.ts',
    from: 'before[at] !== EMPTY && before[at] !== DELETED) live++',
    to: 'before[at] !== EMPTY) live++',
    tests: [ROWS],
  },
  {
    rule: 'freed bytes of an arena are used again',
    file: 'src/base/byteArena.ts',
    from: 'this.#free[list] = handle;',
    to: '',
    tests: ['test/properties/byteArena.test.ts'],
  },
];
