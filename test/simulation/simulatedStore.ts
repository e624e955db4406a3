import { KeyTree } from '../../src/store/keyTree.ts';
import type { Change, Key, Store } from '../../src/store/store.ts';

/** What a disk is like, and what goes wrong with it. Every batch is durable at once when left out. */
export interface Disk {
  /** Is a batch durable when `commit` returns, with all before it? Asked for each. */
  readonly isPrompt?: () => boolean;
  /** Does a batch that waits become durable together with the one before? No when left out. */
  readonly joins?: () => boolean;
  /** The batch that cannot be written, and how that shows. */
  readonly fault?: { readonly at: number; readonly shows: 'throws' | 'rejects' } | undefined;
  /** Called within `commit`, once the batch can be read: the last moment to pull the plug. */
  readonly taken?: (number: number, batch: readonly Change[]) => void;
}

/** A store without a disk and without time. Batches are numbered 1, 2, 3, ... over all restarts. */
export interface SimulatedStore extends Store {
  /** The number of the last batch that can be read. */
  readonly taken: number;
  /** The number of the last batch that outlives a crash. */
  readonly durable: number;
  /** Why no more batches are taken, once one could not be written. */
  readonly failure: Error | undefined;
  readonly hasCrashed: boolean;
  /** Writes the group that waits longest, or fails to. @returns false if none waits. */
  write(): boolean;
  /** The power goes. The first `survivors` of the batches that wait have made it to the disk. */
  crash(survivors: number): void;
  /** A new store over exactly what was durable. */
  restart(disk?: Disk): SimulatedStore;
}

/** Batches that become durable together. */
interface Group {
  readonly batches: (readonly Change[])[];
  /** It has the batch that cannot be written. */
  isDoomed: boolean;
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: Error) => void;
}

export function simulatedStore(
  disk: Disk = {},
  kept: Iterable<readonly [Key, string]> = [],
  number = 0,
): SimulatedStore {
  const { isPrompt = () => true, joins = () => false, fault } = disk;
  const [readable, onDisk] = [new KeyTree<string>(), new KeyTree<string>()];
  for (const [key, value] of kept) {
    readable.set(key, value);
    onDisk.set(key, value);
  }
  let taken = number;
  let durable = number;
  let waiting: Group[] = [];
  let failure: Error | undefined;
  let [hasCrashed, isClosed] = [false, false];

  function keep(batch: readonly Change[]): void {
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
    if (group.isDoomed) {
      const cause = fail();
      for (const lost of [group, ...waiting]) lost.reject(cause);
      waiting = [];
    } else {
      for (const batch of group.batches) keep(batch);
      group.resolve();
    }
    return true;
  }

  function wait(batch: readonly Change[], isDoomed: boolean): Promise<void> {
    const last = waiting.at(-1);
    const group = last !== undefined && joins() ? last : newGroup();
    if (group !== last) waiting.push(group);
    group.batches.push(batch);
    group.isDoomed ||= isDoomed;
    return group.durable;
  }

  return {
    get taken() {
      return taken;
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
      const before = taken;
      for (const entry of readable.range(range)) {
        yield entry;
        if (taken !== before) throw new Error('a range was gone on with after a commit');
      }
    },

    commit(batch) {
      if (isClosed) throw new Error('a batch was committed to a closed store');
      if (hasCrashed) return new Promise(() => {});
      const refusesNow = failure !== undefined || taken + 1 === fault?.at;
      if (refusesNow && fault?.shows === 'throws') throw failure ?? fail();
      if (failure !== undefined) return Promise.reject(failure);
      apply(batch, readable);
      const written = wait(batch, ++taken === fault?.at);
      disk.taken?.(taken, batch);
      if (hasCrashed) return new Promise(() => {});
      if (waiting.some(({ isDoomed }) => isDoomed) || !isPrompt()) return written;
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
      const doomed = waiting.findIndex(({ isDoomed }) => isDoomed);
      const sound = doomed === -1 ? waiting : waiting.slice(0, doomed);
      for (const batch of sound.flatMap(({ batches }) => batches).slice(0, survivors)) keep(batch);
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
  let settle: Pick<Group, 'resolve' | 'reject'> | undefined;
  const durable = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return {
    batches: [],
    isDoomed: false,
    durable,
    ...(settle as Pick<Group, 'resolve' | 'reject'>),
  };
}
