import type { Fault } from '../fault.ts';

const AUDIT = 'test/process/cli/audit.test.ts';
const CONSUMERS = 'test/process/cli/auditConsumers.test.ts';
const EXPORT_IMPORT = 'test/process/cli/exportImport.test.ts';

/** The command-line tool. */
export const TOOL: readonly Fault[] = [
  {
    rule: 'an import that is killed halfway leaves no store that opens: the head comes last',
    file: 'src/cli/import.ts',
    from: 'const count = await putAll(store, entries);\n    audit(store, head.value, rules);\n    await store.commit([put(head.value)]);',
    to: 'await store.commit([put(head.value)]);\n    const count = await putAll(store, entries);\n    audit(store, head.value, rules);',
    tests: ['test/process/cli/killedImport.test.ts'],
  },
  {
    rule: 'an export that fails leaves no draft',
    file: 'src/cli/writeWhole.ts',
    from: 'await rm(draft, { force: true });\n    throw error;',
    to: 'throw error;',
    tests: ['test/process/cli/failedExport.test.ts'],
  },
  {
    rule: 'an export appears under its name when it is complete',
    file: 'src/cli/writeWhole.ts',
    from: 'const draft = ',
    to: 'const draft = file; // ',
    tests: ['test/process/cli/failedExport.test.ts'],
  },
  {
    rule: 'audit raises no alarm for a consumer that needs the oldest fact',
    file: 'src/cli/audit/auditFacts.ts',
    from: 'if (position < evictedTo) {',
    to: 'if (position <= evictedTo) {',
    tests: [CONSUMERS],
  },
  {
    rule: 'audit raises no alarm for a new consumer in a log without facts',
    file: 'src/cli/audit/auditFacts.ts',
    from: 'oldest === undefined ? lastSeq :',
    to: 'oldest === undefined ? lastSeq + 1 :',
    tests: [CONSUMERS],
  },
  {
    rule: 'audit raises no alarm for a consumer that has had all facts',
    file: 'src/cli/audit/auditFacts.ts',
    from: 'if (position > lastSeq) {',
    to: 'if (position >= lastSeq) {',
    tests: [CONSUMERS],
  },
  {
    rule: 'audit finds a consumer that needs facts that are gone',
    file: 'src/cli/audit/auditFacts.ts',
    from: 'position < evictedTo',
    to: 'position < evictedTo - 1000',
    tests: [AUDIT],
  },
  {
    rule: 'audit finds a gap in the log',
    file: 'src/cli/audit/auditFacts.ts',
    from: 'count > 0 && first > next',
    to: 'count > 0 && first < 0',
    tests: [AUDIT],
  },
  {
    rule: 'audit counts the facts that are missing where others were evicted',
    file: 'src/cli/audit/auditFacts.ts',
    from: 'else if (missing > 0)',
    to: 'else if (missing > 1e9)',
    tests: [AUDIT],
  },
  {
    rule: 'audit finds entries of no kind',
    file: 'src/cli/audit/auditRun.ts',
    from: 'if (kindOf(key, this.#records) === undefined) {',
    to: 'if (key.length === 0) {',
    tests: [AUDIT],
  },
  {
    rule: 'an import refuses an export with a missing line',
    file: 'src/cli/readEntries.ts',
    from: 'refuseCount(line.entries, entries);',
    to: '',
    tests: [EXPORT_IMPORT],
  },
  {
    rule: 'an import refuses an export without its last line',
    file: 'src/cli/readEntries.ts',
    from: 'if (!isWhole) {',
    to: 'if (number < 0) {',
    tests: [EXPORT_IMPORT],
  },
  {
    rule: 'an import refuses lines in another order',
    file: 'src/cli/readEntries.ts',
    from: 'compareKeys(last, key) < 0',
    to: 'compareKeys(last, key) < 2 ** 53',
    tests: [EXPORT_IMPORT],
  },
  {
    rule: 'a failed import leaves nothing',
    file: 'src/cli/import.ts',
    from: 'for (const name of kind.entries) rmSync(join(path, name), { recursive: true, force: true });',
    to: '',
    tests: [EXPORT_IMPORT],
  },
];
