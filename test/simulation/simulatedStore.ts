import { KeyTree } from '../../src/store/keyTree.ts';
import type { Change, Key, Store } from '../../src/store/store.ts';

/** How a disk writes, and how it fails. Every batch is durable at once when all is left out. */
export interface Disk {
  /** True when the batch and all before it are durable as `commit` returns; called for each batch. */
  readonly isSynchronous?: () => boolean;
  /** True when a waiting batch becomes durable together with the one before; false when left out. */
  readonly joinsGroup?: () => boolean;
  /** The number of the batch that cannot be written, and how `commit` reports it. */
  readonly fault?: { readonly at: number; readonly shows: 'throws' | 'rejects' } | undefined;
  /** Called within `commit`, once the batch can be read: the last moment for a crash. */
  readonly onCommit?: (number: number, batch: readonly Change[]) => void;
}

/** A store on a simulated disk. Batches are numbered 1, 2, 3, ... over all restarts. */
export interface SimulatedStore extends Store {
  /** The number of the last batch that can be read. */
  readonly committed: number;
  /** The number of the last batch that survives a crash. */
  readonly durable: number;
  /** Why no more batches are accepted; undefined until a batch could not be written. */
  readonly failure: Error | undefined;
  readonly hasCrashed: boolean;
  /** Writes the oldest waiting group, or fails to. @returns false if no group waits. */
  write(): boolean;
  /** Ends the store. Of the waiting batches, the first `survivors` have reached the disk. */
  crash(survivors: number): void;
  /** A new store with exactly the durable records. */
  restart(disk?: Disk): SimulatedStore;
}

/** Batches that become durable together. */
interface Group {
  readonly batches: (readonly Change[])[];
  /** True when one of its batches cannot be written. */
  hasFault: boolean;
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: Error) => void;
}

export function simulatedStore(
  disk: Disk = {},
  initial: Iterable<readonly [Key, string]> = [],
  number = 0,
): SimulatedStore {
  const { isSynchronous = () => true, joinsGroup = () => false, fault } = disk;
  const [readable, onDisk] = [new KeyTree<string>(), new KeyTree<string>()];
  for (const [key, value] of initial) {
    readable.set(key, value);
    onDisk.set(key, value);
  }
  let committed = number;
  let durable = number;
  let waiting: Group[] = [];
  let failure: Error | undefined;
  let [hasCrashed, isClosed] = [false, false];

  function persist(batch: readonly Change[]): void {
    apply(batch, onDisk);
    durable++;
  }

  function fail(): Error {
    failure = new Error(`batch ${fault?.at} cannot be written`);
    return failure;
  }

  function write(): boolean {
    const group = waiting.shift();
    if (group === undefined || hasCrashed) return false;
    if (group.hasFault) {
      const cause = fail();
      for (const lost of [group, ...waiting]) lost.reject(cause);
      waiting = [];
    } else {
      for (const batch of group.batches) persist(batch);
      group.resolve();
    }
    return true;
  }

  function wait(batch: readonly Change[], hasFault: boolean): Promise<void> {
    const last = waiting.at(-1);
    const group = last !== undefined && joinsGroup() ? last : newGroup();
    if (group !== last) waiting.push(group);
    group.batches.push(batch);
    group.hasFault ||= hasFault;
    return group.durable;
  }

  return {
    get committed() {
      return committed;
    },
    get durable() {
      return durable;
    },
    get failure() {
      return failure;
    },
    get hasCrashed() {
      return hasCrashed;
    },

    get: (key) => readable.get(key),

    *range(range) {
      const before = committed;
      for (const entry of readable.range(range)) {
        yield entry;
        if (committed !== before) throw new Error('a range was read on after a commit');
      }
    },

    commit(batch) {
      if (isClosed) throw new Error('a batch was committed to a closed store');
      if (hasCrashed) return new Promise(() => {});
      const refusesNow = failure !== undefined || committed + 1 === fault?.at;
      if (refusesNow && fault?.shows === 'throws') throw failure ?? fail();
      if (failure !== undefined) return Promise.reject(failure);
      apply(batch, readable);
      const written = wait(batch, ++committed === fault?.at);
      disk.onCommit?.(committed, batch);
      if (hasCrashed) return new Promise(() => {});
      if (waiting.some(({ hasFault }) => hasFault) || !isSynchronous()) return written;
      while (write());
      return undefined;
    },

    close() {
      if (hasCrashed) return new Promise(() => {});
      isClosed = true;
      while (write());
      return undefined;
    },

    write,

    crash(survivors) {
      const faulty = waiting.findIndex(({ hasFault }) => hasFault);
      const writable = faulty === -1 ? waiting : waiting.slice(0, faulty);
      for (const batch of writable.flatMap(({ batches }) => batches).slice(0, survivors))
        persist(batch);
      hasCrashed = true;
    },

    restart: (next) => simulatedStore(next, onDisk.range({ prefix: [] }), durable),
  };
}

function apply(batch: readonly Change[], records: KeyTree<string>): void {
  for (const change of batch) {
    if (change.op === 'put') records.set(change.key, change.value);
    else records.delete(change.key);
  }
}

function newGroup(): Group {
  let resolvers: Pick<Group, 'resolve' | 'reject'> | undefined;
  const durable = new Promise<void>((resolve, reject) => {
    resolvers = { resolve, reject };
  });
  return {
    batches: [],
    hasFault: false,
    durable,
    ...(resolvers as Pick<Group, 'resolve' | 'reject'>),
  };
}
