import * as check from '../base/check.ts';
import type { Change } from '../store/store.ts';

/** How the disk of a simulated store writes, and how it fails. Every batch is durable at once when all is left out. */
export interface SimulatedDisk {
  /**
   * True when the batch, and all before it, are durable as `commit` returns; true for each batch when left out.
   * Otherwise the batch waits until `write()` is called. Called once for each batch.
   */
  readonly isSynchronous?: () => boolean;
  /**
   * True when a batch that waits becomes durable together with the one before it, if that waits too; false for each
   * batch when left out. Called once for each batch that is not the first to wait.
   */
  readonly joinsGroup?: () => boolean;
  /** The batch that cannot be written; every batch can be written when left out. */
  readonly fault?: DiskFault | undefined;
  /**
   * Called within `commit` with the number of the batch and its changes, once these can be read and before they are
   * durable: the last moment for a crash.
   */
  readonly onCommit?: (number: number, batch: readonly Change[]) => void;
}

/** A batch that cannot be written. None after it is written either. */
export interface DiskFault {
  /**
   * The number of the batch, from 1 on. The numbers go on over restarts: a fault at a batch that is durable already
   * never comes.
   */
  readonly at: number;
  /**
   * How `commit` reports it. `throws`: the batch is not accepted, and cannot be read. `rejects`: it is accepted and
   * can be read, and the promise of `commit` rejects once it is its turn to be written.
   */
  readonly shows: 'throws' | 'rejects';
}

/** @throws ArgumentError that names the member, what was expected and what came. */
export function checkDisk(disk: SimulatedDisk): SimulatedDisk {
  check.fields('disk', disk, ['isSynchronous', 'joinsGroup', 'fault', 'onCommit']);
  for (const name of ['isSynchronous', 'joinsGroup', 'onCommit'] as const) {
    if (disk[name] !== undefined) check.callable(`disk.${name}`, disk[name]);
  }
  if (disk.fault !== undefined) {
    check.fields('disk.fault', disk.fault, ['at', 'shows']);
    check.quantity('disk.fault.at', disk.fault.at);
    check.oneOf('disk.fault.shows', disk.fault.shows, ['throws', 'rejects']);
  }
  return disk;
}
