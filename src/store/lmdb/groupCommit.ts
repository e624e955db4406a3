import { statfsSync } from 'node:fs';
import { KeyTree } from '../keyTree.ts';
import type { Change, Key, Range } from '../store.ts';
import { Sealer, sealedSize } from './checksum.ts';
import { type DatabaseFile, filesIn } from './databaseFile.ts';
import { overlaid } from './overlayChanges.ts';

type Entry = readonly [Key, string];

/** What a record takes on its page beside key and value, roughly, with the way from the root. */
const ENTRY_BYTES = 64;

export interface CommitGroupsOptions extends DatabaseFile {
  /** The folder. */
  readonly path: string;
  /** The data file that is open. */
  readonly file: bigint | undefined;
  /** Bytes that it may take. */
  readonly mapSize: number | undefined;
}

/** Batches that are committed together. */
class Group {
  /** The last change of each key. */
  readonly changes = new KeyTree<Change>();
  readonly durable: Promise<void>;
  settle: { readonly resolve: () => void; readonly reject: (cause: unknown) => void };

  constructor() {
    let settle: Group['settle'] | undefined;
    this.durable = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.settle = settle as Group['settle'];
  }
}

/**
 * Commits batches in groups, one group at a time and in order: a group is durable when it and all
 * before it are. After the first failure nothing is written any more.
 */
export class GroupCommit {
  readonly #options: CommitGroupsOptions;
  /** The group that takes batches. */
  #waiting = new Group();
  /** The group that LMDB is at work on. */
  #writing: Group | undefined;
  #isScheduled = false;
  #failure: { readonly cause: Error } | undefined;

  constructor(options: CommitGroupsOptions) {
    this.#options = options;
  }

  /** @returns a promise that resolves when the batch is on disk. */
  add(batch: readonly Change[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.cause);
    // LMDB would notice in the middle of a group, and keep the half before.
    for (const { key } of batch) assertFits(key);
    const group = this.#waiting;
    for (const change of batch) group.changes.set(change.key, change);
    if (group.changes.size === 0) return this.#writing?.durable ?? Promise.resolve();
    if (this.#writing === undefined) this.#schedule();
    return group.durable;
  }

  /** The last change of a key that LMDB does not have yet. */
  latest(key: Key): Change | undefined {
    return this.#waiting.changes.get(key) ?? this.#writing?.changes.get(key);
  }

  /** The stored entries of a range as they are after the changes that LMDB does not have yet. */
  over(stored: Iterable<Entry>, range: Range): Iterable<Entry> {
    let entries = stored;
    for (const group of [this.#writing, this.#waiting]) {
      if (group === undefined || group.changes.size === 0) continue;
      entries = overlaid(entries, group.changes.range(range), range);
    }
    return entries;
  }

  /** Resolves when nothing is being written and nothing waits. */
  async settled(): Promise<void> {
    while (this.#failure === undefined && (this.#writing !== undefined || this.#isScheduled)) {
      await (this.#writing ?? this.#waiting).durable.catch(() => {});
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#writing === undefined && this.#waiting.changes.size > 0) this.#write();
    });
  }

  #write(): void {
    const group = this.#waiting;
    this.#writing = group;
    this.#waiting = new Group();
    this.#commit(group.changes).then(
      () => {
        this.#writing = undefined;
        if (this.#waiting.changes.size > 0) this.#write();
        group.settle.resolve();
      },
      (cause) => this.#fail(cause),
    );
  }

  /** Both groups stay, and can be read: the engine stops, its reads go on. */
  #fail(cause: Error): void {
    this.#failure = { cause };
    for (const group of [this.#writing, this.#waiting]) {
      group?.durable.catch(() => {}); // Nobody may have asked.
      group?.settle.reject(cause);
    }
  }

  async #commit(changes: KeyTree<Change>): Promise<void> {
    const { root, records } = this.#options;
    this.#assertThere();
    let bytes = 0;
    changes.forEach((change) => {
      if (change.op === 'put') bytes += sealedSize(change.value);
    });
    this.#assertRoom(bytes, changes.size);
    // One piece of memory for all values: LMDB copies out of it until the commit is done.
    const sealer = new Sealer(bytes);
    try {
      await root.batch(() => {
        changes.forEach((change) => {
          const key = change.key as (string | number)[];
          if (change.op === 'put') records.put(key, sealer.seal(key, change.value));
          else records.remove(key);
        });
      });
    } catch (error) {
      throw await this.#causeOf(error as Error & { commitError?: Promise<never> });
    }
  }

  /** A file that was deleted can be written for as long as it is open, and found by nobody. */
  #assertThere(): void {
    const { path, file } = this.#options;
    if (filesIn(path).data === file) return;
    throw new Error(`the store at ${path} cannot be written: its data file has been taken away`);
  }

  #assertRoom(bytes: number, entries: number): void {
    const { root, mapSize, path } = this.#options;
    if (mapSize === undefined) return;
    const { pageSize, lastPageNumber } = root.getStats() as Record<string, number>;
    const used = ((lastPageNumber ?? 0) + 1) * (pageSize ?? 0);
    if (used + bytes + entries * ENTRY_BYTES <= mapSize) return;
    throw new Error(
      `the store at ${path} is full: ${used} of ${mapSize} bytes (mapSize) are taken`,
    );
  }

  /** LMDB says why in a promise of its own, and calls a full disk an I/O error. */
  async #causeOf(error: Error & { commitError?: Promise<never> }): Promise<Error> {
    const { path } = this.#options;
    const cause = await (error.commitError ?? Promise.reject(error)).catch((reason) => reason);
    const { bavail, bsize } = statfsSync(path);
    const room = `${bavail * bsize} bytes are free on its disk`;
    return new Error(`the store at ${path} cannot be written: ${cause.message} (${room})`, {
      cause,
    });
  }
}

/** A key of more bytes than the port allows; LMDB itself takes 1,978 with what parts the elements. */
const MAX_KEY_BYTES = 1900;

function assertFits(key: Key): void {
  let units = 0;
  for (const element of key) units += typeof element === 'string' ? element.length : 1;
  // No character takes more than three bytes for each of its units.
  if (units * 3 <= MAX_KEY_BYTES) return;
  const bytes = key.reduce<number>((sum, element) => sum + Buffer.byteLength(String(element)), 0);
  if (bytes <= MAX_KEY_BYTES) return;
  throw new RangeError(`key: expected at most ${MAX_KEY_BYTES} bytes as UTF-8, got ${bytes}`);
}
