import { assertKeyFits } from '../assertKeyFits.ts';
import { describeFailure } from '../describeFailure.ts';
import type { KeyTree } from '../keyTree.ts';
import { overlayChanges } from '../overlayChanges.ts';
import type { Change, Key, Range } from '../store.ts';
import { ChecksumBuffer, maxSizeWithChecksum } from './checksum.ts';
import { commitCause } from './commitCause.ts';
import { CommitGroup } from './commitGroup.ts';
import { type DatabaseFile, inodesOf } from './databaseFile.ts';
import { replacedMessage } from './writerLock.ts';
import { WRITER_KEY, type Writer } from './writerRecord.ts';

type Entry = readonly [Key, string];

/** Estimated bytes of a record on disk beyond its value: its key, its node, its share of branches. */
const RECORD_OVERHEAD_BYTES = 64;

export interface GroupCommitOptions extends DatabaseFile {
  /** The store's folder. */
  readonly path: string;
  /** The opening that commits. */
  readonly writer: Writer;
  /** The data file that is open. */
  readonly inode: bigint | undefined;
  /** Bytes that the data file may take. */
  readonly mapSize: number | undefined;
}

/**
 * Commits batches in groups, one group at a time and in order: a group is durable when it and all
 * groups before it are. After the first failure, nothing is written any more.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  /** The group that takes batches. */
  #gathering = new CommitGroup();
  /** The group that LMDB is writing. */
  #writing: CommitGroup | undefined;
  #isScheduled = false;
  #failure: { readonly cause: Error } | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** @returns a promise that resolves when the batch is on disk. */
  add(batch: readonly Change[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.cause);
    // LMDB would refuse the key in the middle of a group, and keep the changes before it.
    for (const { key } of batch) assertKeyFits(key);
    const group = this.#gathering;
    for (const change of batch) group.changes.set(change.key, change);
    if (group.changes.size === 0) return this.#writing?.durable ?? Promise.resolve();
    if (this.#writing === undefined) this.#schedule();
    return group.durable;
  }

  /** The last change of a key that LMDB does not have yet. */
  pendingChange(key: Key): Change | undefined {
    return this.#gathering.changes.get(key) ?? this.#writing?.changes.get(key);
  }

  /** The entries of a range as they are after the changes that LMDB does not have yet. */
  overlay(entries: Iterable<Entry>, range: Range): Iterable<Entry> {
    let overlaid = entries;
    for (const group of [this.#writing, this.#gathering]) {
      if (group === undefined || group.changes.size === 0) continue;
      overlaid = overlayChanges(overlaid, group.changes.range(range), range);
    }
    return overlaid;
  }

  /** Resolves when every batch has been written, or writing has failed. */
  async flushed(): Promise<void> {
    while (this.#failure === undefined && (this.#writing !== undefined || this.#isScheduled)) {
      await (this.#writing ?? this.#gathering).durable.catch(() => {});
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#writing === undefined && this.#gathering.changes.size > 0) this.#write();
    });
  }

  #write(): void {
    const group = this.#gathering;
    this.#writing = group;
    this.#gathering = new CommitGroup();
    this.#commit(group.changes).then(
      () => {
        this.#writing = undefined;
        if (this.#gathering.changes.size > 0) this.#write();
        group.resolve();
      },
      (cause) => this.#fail(cause),
    );
  }

  /** Both groups stay readable: the engine stops, but its reads go on. */
  #fail(cause: Error): void {
    this.#failure = { cause };
    for (const group of [this.#writing, this.#gathering]) {
      group?.durable.catch(() => {}); // No caller may be waiting for it.
      group?.reject(cause);
    }
  }

  async #commit(changes: KeyTree<Change>): Promise<void> {
    const { root, records, writer, path } = this.#options;
    this.#assertFileInPlace();
    let bytes = 0;
    changes.forEach((change) => {
      if (change.op === 'put') bytes += maxSizeWithChecksum(change.value);
    });
    this.#assertRoom(bytes, changes.size);
    // One piece of memory for all values: LMDB copies from it until the commit is done.
    const buffer = new ChecksumBuffer(bytes);
    let isWriter: boolean;
    try {
      // LMDB compares the token in the transaction that makes the changes, and else makes none.
      isWriter = await root.ifVersion(WRITER_KEY, writer.token, () => {
        changes.forEach((change) => {
          const key = change.key as (string | number)[];
          if (change.op === 'put') records.put(key, buffer.withChecksum(key, change.value));
          else records.remove(key);
        });
      });
    } catch (error) {
      // LMDB reports a full disk as an I/O error: the room says more.
      throw describeFailure(path, await commitCause(error));
    }
    if (!isWriter) throw this.#replacedError();
  }

  /** A deleted file can still be written while it is open, but never be opened again. */
  #assertFileInPlace(): void {
    const { path, inode } = this.#options;
    if (inodesOf(path).data === inode) return;
    throw new Error(`the store at ${path} cannot be written: its data file has been removed`);
  }

  #replacedError(): Error {
    const { root, path } = this.#options;
    return new Error(`the store at ${path} cannot be written: ${replacedMessage(root)}`);
  }

  #assertRoom(bytes: number, records: number): void {
    const { root, mapSize, path } = this.#options;
    if (mapSize === undefined) return;
    const { pageSize, lastPageNumber } = root.getStats() as Record<string, number>;
    const used = ((lastPageNumber ?? 0) + 1) * (pageSize ?? 0);
    if (used + bytes + records * RECORD_OVERHEAD_BYTES <= mapSize) return;
    throw new Error(
      `the store at ${path} is full: ${used} of ${mapSize} bytes (mapSize) are in use`,
    );
  }
}
