import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeShutdownMarker } from '../../lmdb/cleanShutdown.ts';
import { dataFile, inodesOf, lockFile } from '../../lmdb/databaseFile.ts';
import { assertNoWriter, verifyIntegrity } from '../../lmdb/verifyIntegrity.ts';
import type { RecordForm } from '../../store.ts';
import { formsByCode } from '../changeReader.ts';
import { checkpointFolder, logFolder } from '../diskFolder.ts';
import { closeSegments, openSegments } from '../readLog.ts';
import type { LogPosition, Segment } from '../segment.ts';
import { systemFolder } from '../systemFolder.ts';
import { advanceCheckpoint } from './advanceCheckpoint.ts';
import { copyCheckpoint } from './copyCheckpoint.ts';
import { sync, syncTree } from './draftFolder.ts';
import { joinLogs } from './joinLogs.ts';
import { beginAgain, reachedTurn } from './restoreStore.ts';

/** Begins the name of the folder of the new checkpoint until it is complete. */
const DRAFT_PREFIX = 'checkpoint.draft-';

export interface RebuildOptions {
  /** The store's folder. */
  readonly path: string;
  /** The folder of a backup to begin with; the beginning of the log when left out. */
  readonly base?: string | undefined;
  readonly forms: Iterable<RecordForm>;
}

export interface Rebuilt {
  /** The last turn that the checkpoint has. */
  readonly turn: number;
  /** The name that the checkpoint has now which was there; undefined if there was none. */
  readonly kept: string | undefined;
}

/**
 * Makes the checkpoint of a store again, from the beginning of its log or from a backup, and the log
 * after that. Replaces the one that is there once the new one is complete and verified.
 *
 * @throws Error if the store is in use, the log is damaged or does not reach back far enough, or the
 * checkpoint cannot be written.
 */
export async function rebuildCheckpoint(options: RebuildOptions): Promise<Rebuilt> {
  const { path } = options;
  const opened: Segment[] = [];
  try {
    const store = realpathSync(path);
    await assertNotOpen(checkpointFolder(store));
    removeDrafts(store);
    const segments = segmentsOf(store, options, opened);
    const draft = mkdtempSync(join(store, DRAFT_PREFIX));
    try {
      const { turn } = await make(draft, segments, options);
      await assertNotOpen(checkpointFolder(store));
      return { turn, kept: replaceCheckpoint(store, draft) };
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  } catch (error) {
    throw new Error(
      `the checkpoint of the store at ${path} cannot be made: ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    closeSegments(opened);
  }
}

/** @param opened gets all that have been opened. */
function segmentsOf(store: string, { base }: RebuildOptions, opened: Segment[]): Segment[] {
  const own = openSegments(systemFolder(logFolder(store)));
  opened.push(...own);
  const [first] = own;
  if (first === undefined) throw new Error('its log is missing');
  if (base === undefined && first.header.start > 0) {
    throw new Error(
      `its log begins with turn ${first.header.firstTurn}: a backup is needed to begin with`,
    );
  }
  if (base === undefined) return own;
  const copied = openSegments(systemFolder(logFolder(base)));
  opened.push(...copied);
  return joinLogs(copied, own);
}

async function make(
  draft: string,
  segments: readonly Segment[],
  { base, forms }: RebuildOptions,
): Promise<LogPosition> {
  const checkpoint = checkpointFolder(draft);
  if (base === undefined) await beginAgain(checkpoint, segments);
  const record =
    base === undefined
      ? undefined
      : await copyCheckpoint(checkpointFolder(realpathSync(base)), checkpoint);
  const end = await advanceCheckpoint({ checkpoint, segments, forms: formsByCode(forms) });
  const reached = reachedTurn(record);
  if (end.turn < reached) {
    throw new Error(`the log ends with turn ${end.turn}, and the backup has turn ${reached}`);
  }
  await verifyIntegrity(checkpoint);
  rmSync(lockFile(checkpoint), { force: true });
  await writeShutdownMarker(checkpoint);
  syncTree(draft);
  return end;
}

/** @returns the new name of the checkpoint that was there. */
function replaceCheckpoint(store: string, draft: string): string | undefined {
  const checkpoint = checkpointFolder(store);
  const kept = existsSync(checkpoint) ? damagedName(store) : undefined;
  if (kept !== undefined) renameSync(checkpoint, join(store, kept));
  // Fails if a shop has just made a new one.
  renameSync(checkpointFolder(draft), checkpoint);
  sync(store);
  return kept;
}

function damagedName(store: string): string {
  for (let number = 1; ; number++) {
    const name = `checkpoint.damaged-${number}`;
    if (!existsSync(join(store, name))) return name;
  }
}

/** Removes what a killed process has left. */
function removeDrafts(store: string): void {
  for (const name of readdirSync(store)) {
    if (name.startsWith(DRAFT_PREFIX)) rmSync(join(store, name), { recursive: true, force: true });
  }
}

/**
 * @throws Error if a shop has the checkpoint open. A damaged database may not tell: then, on Linux, the
 * kernel's lock on its lock file does.
 */
async function assertNotOpen(checkpoint: string): Promise<void> {
  if (existsSync(dataFile(checkpoint))) {
    try {
      await assertNoWriter(checkpoint);
      return;
    } catch (error) {
      if ((error as Error).message.startsWith('it is in use by')) throw error;
    }
  }
  const holder = holderOf(lockFile(checkpoint), inodesOf(checkpoint).lock);
  if (holder !== undefined) throw new Error(`it is in use by process ${holder}`);
}

/** The process that has a lock of the kernel's on a file; undefined if there is none, or none is known. */
function holderOf(file: string, inode: bigint | undefined): string | undefined {
  if (!existsSync(file) || inode === undefined) return undefined;
  try {
    const locks = readFileSync('/proc/locks', 'utf8');
    return new RegExp(` (\\d+) [0-9a-f]+:[0-9a-f]+:${inode} `).exec(locks)?.[1];
  } catch {
    return undefined;
  }
}
