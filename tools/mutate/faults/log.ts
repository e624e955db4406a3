import type { Fault } from '../fault.ts';

const BACKPRESSURE = 'test/process/disk/backpressure.test.ts';
const CRASHES = 'test/process/disk/crashes.test.ts';
const DATABASE = 'test/process/disk/databaseOfCheckpoint.test.ts';
const DAMAGED_LOG = 'test/process/disk/damagedLog.test.ts';
const REPLACED_WRITER = 'test/process/disk/replacedWriter.test.ts';
const CONTRACT = 'test/process/store/diskContract.test.ts';

/** The store with a log. */
export const LOG: readonly Fault[] = [
  {
    rule: 'a turn is answered when it is on disk',
    file: 'src/store/disk/log.ts',
    from: '      await this.#syncs.sync(file);\n      this.#synced = after;',
    to: '      this.#synced = after;',
    tests: [CRASHES],
  },
  {
    rule: 'a writer that was replaced acknowledges nothing',
    file: 'src/store/disk/log.ts',
    from: 'this.#syncWithin(sync.everyMs);\n    assertWriter();',
    to: 'this.#syncWithin(sync.everyMs);\n    void assertWriter;',
    tests: [REPLACED_WRITER],
  },
  {
    rule: 'a group that has been on disk is refused when it is damaged',
    file: 'src/store/disk/readLog.ts',
    from: 'if (findGroupAfter(segment.file, offset, end.turn + 1) === undefined) return;',
    to: 'if (findGroupAfter(segment.file, offset, end.turn + 1) !== -1) return;',
    tests: [DAMAGED_LOG],
  },
  {
    rule: 'the bytes of a group are compared with its checksum',
    file: 'src/store/disk/groupHeader.ts',
    from: 'return crc32(contents, crc32(fields, before)) === header.chain;',
    to: 'return crc32(contents, crc32(fields, before)) !== -1;',
    tests: [DAMAGED_LOG],
  },
  {
    rule: 'a checkpoint is written when its part of the log is durable',
    file: 'src/store/disk/checkpoints.ts',
    from: '      await durable;\n      await log.sync();\n',
    to: '      void durable;\n',
    tests: [CRASHES],
  },
  {
    rule: 'a checkpoint gets the facts of its part of the log',
    file: 'src/store/disk/diskState.ts',
    from: 'before: [...prefix, lastLogged + 1] }',
    to: 'before: [...prefix, lastLogged] }',
    tests: [CRASHES, DATABASE],
  },
  {
    rule: 'a checkpoint gets no fact that its part of the log deletes',
    file: 'src/store/disk/diskState.ts',
    from: 'if (!overlay.isFrozenDelete(put.key)) yield put;',
    to: 'yield put;',
    tests: [CRASHES],
  },
  {
    rule: 'facts that the checkpoint has are not read from the log, which may lose them',
    file: 'src/store/disk/openDisk.ts',
    from: 'return (this.#checkpoints?.record ?? record).position.lastLogged + 1;',
    to: 'return record.position.lastLogged + 1;',
    tests: [CRASHES],
  },
  {
    rule: 'facts of an earlier version are brought to the checkpoint',
    file: 'src/store/disk/currentCheckpoint.ts',
    from: 'if (firstLogged === undefined) return record;',
    to: 'if (firstLogged !== -1) return record;',
    tests: [DATABASE],
  },
  {
    rule: 'a segment that is being read stays open when it is removed',
    file: 'src/store/disk/segment.ts',
    from: 'if (isRemoved && readers === 0) file.close();',
    to: 'if (isRemoved && readers >= 0) file.close();',
    tests: [DATABASE],
  },
  {
    rule: 'so many bytes of log are kept as the option says',
    file: 'src/store/disk/log.ts',
    from: 'Math.min(at, this.#end.at - keptBytes)',
    to: 'Math.min(at, this.#end.at)',
    tests: [DATABASE],
  },
  {
    rule: 'of two changes that the checkpoint does not have, the newer one is read',
    file: 'src/store/disk/overlay.ts',
    from: 'this.#newest.get(key) ?? this.#frozen?.get(key)',
    to: 'this.#frozen?.get(key) ?? this.#newest.get(key)',
    tests: [CRASHES, CONTRACT],
  },
  {
    rule: 'what comes after the end of a log does not belong to it',
    file: 'src/store/disk/settleEnd.ts',
    from: '  last.end = end.at;\n',
    to: '',
    tests: [CRASHES, REPLACED_WRITER],
  },
  {
    rule: 'the log waits for a checkpoint that is far behind',
    file: 'src/store/disk/log.ts',
    from: '    await room;',
    to: '    void room;',
    tests: [BACKPRESSURE],
  },
  {
    rule: 'a checkpoint may be four distances behind',
    file: 'src/store/disk/checkpoints.ts',
    from: '? this.#running : undefined',
    to: '? (this.#running && undefined) : undefined',
    tests: [BACKPRESSURE],
  },
  {
    rule: 'a copy of a checkpoint names no writer',
    file: 'src/store/disk/copies/copyCheckpoint.ts',
    from: 'root.transactionSync(() => removeWriter(root));',
    to: 'root.transactionSync(() => void removeWriter);',
    tests: [DATABASE],
  },
];
