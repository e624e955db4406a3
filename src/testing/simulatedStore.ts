import * as check from '../base/check.ts';
import { KeyTree } from '../store/keyTree.ts';
import type { Change, Key, Store } from '../store/store.ts';
import { checkDisk, type SimulatedDisk } from './simulatedDisk.ts';

/**
 * A store on a simulated disk, which writes, fails and crashes when a test says so. Its batches are numbered 1, 2, 3, ...
 * over all restarts.
 */
export interface SimulatedStore extends Store {
  /** The number of the last batch that can be read; 0 before the first. */
  readonly committed: number;
  /** The number of the last batch that survives a crash; 0 before the first. */
  readonly durable: number;
  /** Why no more batches are accepted; undefined until a batch could not be written. */
  readonly failure: Error | undefined;
  /** True once `crash` was called: nothing is written any more, and no promise of the store resolves. */
  readonly hasCrashed: boolean;
  /**
   * Writes the oldest waiting group of batches, which resolves the promises of their commits; or fails to, if the fault
   * of the disk is in the group: these promises and those of all later batches then reject.
   *
   * @returns false if no group waits, or the store has crashed.
   */
  write(): boolean;
  /**
   * Ends the store as the end of its process would.
   *
   * @param survivors how many of the waiting batches have reached the disk, the oldest first; 0 when left out. Those
   * from the fault of the disk on never have.
   * @throws ArgumentError if `survivors` is not a non-negative safe integer.
   */
  crash(survivors?: number): void;
  /**
   * A new store with exactly the durable records, as the next process finds them. The store itself stays as it is.
   *
   * @param disk of the new store; one that makes every batch durable at once when left out.
   * @throws ArgumentError as {@link simulatedStore} does.
   */
  restart(disk?: SimulatedDisk): SimulatedStore;
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

/**
 * A store that fails on purpose: in memory, and durable as far as its disk says. It keeps the contract of stores.
 *
 * @param disk how it writes and fails; every batch is durable at once when left out.
 * @throws ArgumentError that names a member of `disk` that is wrong.
 *
 * @example
 * const store = simulatedStore({ fault: { at: 9, shows: 'throws' } }); // the disk is full at batch 9
 * const shop = await createShop({ store });
 * // ... the command whose batch it is rejects with store.failure, and the shop stops.
 * const again = await createShop({ store: store.restart() }); // has all that was answered
 */
export function simulatedStore(disk: SimulatedDisk = {}): SimulatedStore {
  return openDisk(checkDisk(disk), [], 0);
}

/** @param number that of the last batch before. */
function openDisk(
  disk: SimulatedDisk,
  initial: Iterable<readonly [Key, string]>,
  number: number,
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

    crash(survivors = 0) {
      check.count('survivors', survivors);
      const faulty = waiting.findIndex(({ hasFault }) => hasFault);
      const writable = faulty === -1 ? waiting : waiting.slice(0, faulty);
      for (const batch of writable.flatMap(({ batches }) => batches).slice(0, survivors))
        persist(batch);
      hasCrashed = true;
    },

    restart: (next = {}) => openDisk(checkDisk(next), onDisk.range({ prefix: [] }), durable),
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
