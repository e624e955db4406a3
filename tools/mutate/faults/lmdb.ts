import type { Fault } from '../fault.ts';

const GROUPS = 'test/process/store/groupCommit.test.ts';
const CONTRACT = 'test/process/store/contract.test.ts';
const SYNC = 'test/process/store/sync.test.ts';
const DAMAGE = 'test/process/crash/damage.test.ts';
const PROCESSES = 'test/process/crash/processes.test.ts';
const CLOSING = 'test/process/crash/closing.test.ts';

/** The store on disk. */
export const LMDB: readonly Fault[] = [
  {
    rule: 'of two groups, the newer wins when a record is read',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'this.#gathering.changes.get(key) ?? this.#writing?.changes.get(key)',
    to: 'this.#writing?.changes.get(key) ?? this.#gathering.changes.get(key)',
    tests: [GROUPS],
  },
  {
    rule: 'of two groups, the newer wins in a range',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'of [this.#writing, this.#gathering]) {\n      if (',
    to: 'of [this.#gathering, this.#writing]) {\n      if (',
    tests: [GROUPS],
  },
  {
    rule: 'the contract of stores finds a store in which the older of two groups wins',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'return this.#gathering.changes.get(key) ??',
    to: 'return this.#writing?.changes.get(key) ?? this.#gathering.changes.get(key) ??',
    tests: [CONTRACT],
  },
  {
    rule: 'those who wait behind a group that has failed hear of it',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'of [this.#writing, this.#gathering]) {\n      group?.durable',
    to: 'of [this.#writing]) {\n      group?.durable',
    tests: [GROUPS],
  },
  {
    rule: 'no group is written after one has failed',
    file: 'src/store/lmdb/groupCommit.ts',
    from: '(cause) => this.#fail(cause),',
    to: '(cause) => {\n        group.reject(cause);\n        this.#writing = undefined;\n        if (this.#gathering.changes.size > 0) this.#write();\n      },',
    tests: [GROUPS],
  },
  {
    rule: 'a batch that comes after a failure is refused',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'if (this.#failure !== undefined) return Promise.reject(this.#failure.cause);',
    to: 'if (this.#failure !== undefined) return Promise.resolve();',
    tests: [GROUPS],
  },
  {
    rule: 'a key that is too long is refused before anything of its batch is taken',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'for (const { key } of batch) assertKeyFits(key);\n',
    to: '',
    tests: [GROUPS],
  },
  {
    rule: 'every commit waits for the disk unless sync is false',
    file: 'src/store/lmdb/databaseFile.ts',
    from: 'noSync: !sync',
    to: 'noSync: true',
    tests: [SYNC],
  },
  {
    rule: 'the option sync reaches the database',
    file: 'src/store/lmdb/lmdbStore.ts',
    from: 'openDatabase(realPath, { sync })',
    to: 'openDatabase(realPath)',
    tests: [SYNC],
  },
  {
    rule: 'the option sync is true when left out',
    file: 'src/store/lmdb/lmdbStore.ts',
    from: "check.boolean('sync', value)) ?? true",
    to: "check.boolean('sync', value)) ?? false",
    tests: [SYNC],
  },
  {
    rule: 'a commit is answered only after its own fsync',
    file: 'src/store/lmdb/databaseFile.ts',
    from: 'overlappingSync: false',
    to: 'overlappingSync: true',
    tests: [SYNC],
  },
  {
    rule: 'a batch of long texts of three-byte characters is written whole',
    file: 'src/store/lmdb/checksum.ts',
    from: 'text.length * 3',
    to: 'text.length * 2',
    tests: [GROUPS],
  },
  {
    rule: 'an overwritten value is noticed',
    file: 'src/store/lmdb/checksum.ts',
    from: 'if (checksum === crc32(value, hashOf(key))) return',
    to: 'if (checksum >= 0) return',
    tests: [DAMAGE],
  },
  {
    rule: 'a value under the key of another one is noticed',
    file: 'src/store/lmdb/checksum.ts',
    from: 'return hash >>> 0;',
    to: 'return hash & 0;',
    tests: ['test/rules/store/checksum.test.ts'],
  },
  {
    rule: 'a deleted record that is not written yet is in no range',
    file: 'src/store/overlayChanges.ts',
    from: "else if (change.value[1].op === 'put') yield",
    to: 'else yield',
    tests: ['test/rules/store/overlay.test.ts'],
  },
  {
    rule: 'a store is closed when all batches are durable',
    file: 'src/store/lmdb/lmdbStore.ts',
    from: 'await groupCommit.flushed();',
    to: '',
    tests: [CONTRACT],
  },
  {
    rule: 'a store whose file is not as it was closed is verified',
    file: 'src/store/lmdb/cleanShutdown.ts',
    from: 'return marker === (await',
    to: 'return marker !== (await',
    tests: [DAMAGE, CLOSING],
  },
  {
    rule: 'a store that is read and has no marker is verified',
    file: 'src/store/lmdb/cleanShutdown.ts',
    from: 'return marker !== undefined && (await isUnchanged(path, marker));',
    to: 'return marker === undefined || (await isUnchanged(path, marker));',
    tests: ['test/process/cli/statecart.test.ts'],
  },
  {
    rule: 'a closed store is not read beside a process of another container with the same id',
    file: 'src/store/lmdb/verifyForReading.ts',
    from: 'const hasNoReader = !existsSync(lockFile(path));',
    to: 'const hasNoReader = existsSync(path);',
    tests: ['test/process/owners/owners.test.ts'],
  },
  {
    rule: 'a store is open once in a process',
    file: 'src/store/lmdb/writerLock.ts',
    from: 'if (!locks.attemptLock(LOCK_NAME, 0)) throw new Error(inUseMessage(own));',
    to: '',
    tests: [PROCESSES],
  },
  {
    rule: 'a store that has reached its mapSize takes no further batch',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'this.#assertRoom(bytes, changes.size);',
    to: '',
    tests: ['test/process/crash/fullDisk.test.ts'],
  },
  {
    rule: 'a store whose file has been removed takes no further batch',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'this.#assertFileInPlace();',
    to: '',
    tests: [GROUPS],
  },
];
