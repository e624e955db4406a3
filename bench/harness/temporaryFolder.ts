import { chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes it with its contents. */
  remove(): void;
}

/** The system user that a server runs as. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Makes a folder that is removed when this process ends, or before. */
export function temporaryFolder(owner?: SystemUser): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'statecart-bench-'));
  // The process that writes into it may still be ending.
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

/** The type of a file system in memory on Linux, where no write waits for a disk. */
const TMPFS_TYPE = 0x01021994;

/** Where temporary files are: in memory, a durable write costs no more than another. */
export function temporaryFilesOn(): 'memory' | 'disk' {
  return statfsSync(tmpdir()).type === TMPFS_TYPE ? 'memory' : 'disk';
}
