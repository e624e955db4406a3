import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointFolder } from '../../../src/store/disk/diskFolder.ts';
import type { LogFolder } from '../../../src/store/disk/logFolder.ts';
import type { SyncMode } from '../../../src/store/disk/logOptions.ts';
import { OpenDisk } from '../../../src/store/disk/openDisk.ts';
import { createDatabase } from '../../../src/store/lmdb/createDatabase.ts';
import { dataFile, inodesOf, openDatabase } from '../../../src/store/lmdb/databaseFile.ts';
import { acquireWriterLock } from '../../../src/store/lmdb/writerLock.ts';
import type { RecordForm } from '../../../src/store/store.ts';

/** The two pages at the start of a database. */
const META_BYTES = 8192;

export interface SimulatedOptions {
  readonly path: string;
  readonly files: LogFolder;
  readonly forms?: Iterable<RecordForm>;
  readonly sync?: SyncMode;
  readonly segmentBytes?: number;
  readonly everyBytes?: number;
  readonly keptBytes?: number;
}

/** Folders of checkpoints for stores whose log is on a simulated disk, in memory where the system has that. */
export function simulatedStores(name: string) {
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const home = mkdtempSync(join(base, `statecart-${name}-`));
  const empty = join(home, 'empty');
  let count = 0;
  return {
    /** The folder of a store with an empty checkpoint. */
    async next(): Promise<string> {
      if (!existsSync(empty)) {
        mkdirSync(checkpointFolder(empty), { recursive: true });
        await createDatabase(checkpointFolder(empty));
      }
      return this.copyOf(empty);
    },
    /** A copy of the store's checkpoint as it is now: each commit of LMDB is in it or not. */
    copyOf(path: string): string {
      const copy = join(home, String(++count));
      mkdirSync(checkpointFolder(copy), { recursive: true });
      copyDatabase(dataFile(checkpointFolder(path)), dataFile(checkpointFolder(copy)));
      return copy;
    },
    drop: (path: string) => rmSync(path, { recursive: true }),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** What LMDB says of its last commit comes first: what is read after it has at least the pages of that one. */
function copyDatabase(from: string, to: string): void {
  const file = openSync(from, 'r');
  const meta = Buffer.alloc(META_BYTES);
  readSync(file, meta, 0, META_BYTES, 0);
  const bytes = readFileSync(file);
  closeSync(file);
  bytes.set(meta);
  writeFileSync(to, bytes);
}

/** Opens a store as `openDiskStore` does, also with segments and checkpoints of a few bytes. */
export async function openSimulated(options: SimulatedOptions): Promise<OpenDisk> {
  const { path, files, forms = [], sync = true, keptBytes = 0 } = options;
  const { segmentBytes = 1500, everyBytes = 3000 } = options;
  const checkpoint = checkpointFolder(path);
  const inodes = inodesOf(checkpoint);
  // A crash of the machine is not simulated in the database, so it need not wait for a disk.
  const database = openDatabase(checkpoint, { sync: false });
  try {
    const writer = await acquireWriterLock(database.root, checkpoint, inodes);
    const sizes = { segmentBytes, everyBytes, keptBytes };
    return await OpenDisk.open({ database, writer, realPath: path, files, forms, sync, ...sizes });
  } catch (error) {
    await database.root.close();
    throw error;
  }
}
