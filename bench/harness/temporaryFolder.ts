import { chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): void;
}

/** The user whom a server runs as. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Makes a folder that is removed when this process ends, at the latest. */
export function temporaryFolder(owner?: SystemUser): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'statecart-bench-'));
  // Whoever writes into it may still be ending.
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 10 });
  process.on('exit', remove);
  if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
  return {
    path,
    remove() {
      remove();
      process.off('exit', remove);
    },
  };
}

/** Of Linux: a file system in memory, where nothing waits for a disk. */
const TMPFS_TYPE = 0x01021994;

/** Where temporary files lie: a write that is said to be durable costs nothing in memory. */
export function temporaryFilesOn(): 'memory' | 'disk' {
  return statfsSync(tmpdir()).type === TMPFS_TYPE ? 'memory' : 'disk';
}
