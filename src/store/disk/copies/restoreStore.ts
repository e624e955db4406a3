import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { writeShutdownMarker } from '../../lmdb/cleanShutdown.ts';
import { createDatabase } from '../../lmdb/createDatabase.ts';
import { dataFile, FOLDER_MODE, lockFile } from '../../lmdb/databaseFile.ts';
import { verifyIntegrity } from '../../lmdb/verifyIntegrity.ts';
import type { RecordForm } from '../../store.ts';
import { formsByCode } from '../changeReader.ts';
import type { CheckpointRecord } from '../checkpointRecord.ts';
import { checkpointFolder, logFolder } from '../diskFolder.ts';
import { segmentStart } from '../readGroups.ts';
import { closeSegments, groupsUpTo, openSegments } from '../readLog.ts';
import { LOG_START, type LogPosition, type Segment } from '../segment.ts';
import { systemFolder } from '../systemFolder.ts';
import { advanceCheckpoint } from './advanceCheckpoint.ts';
import type { Copied } from './backupStore.ts';
import { copyCheckpoint } from './copyCheckpoint.ts';
import { copyLog } from './copyLog.ts';
import { copyError, DraftFolder } from './draftFolder.ts';
import { joinLogs } from './joinLogs.ts';
import { SegmentCollector } from './segmentCollector.ts';

export interface RestoreOptions {
  /** The folder of the backup. */
  readonly from: string;
  /** The folder of the new store. */
  readonly to: string;
  /** A folder with later segments of the log; none when left out. */
  readonly log?: string | undefined;
  /** The last turn that the store has; all that are there when left out. */
  readonly until?: number | undefined;
  readonly forms: Iterable<RecordForm>;
}

/** The turn that is wanted lies outside of those that can be reached. */
export class UnreachableTurnError extends RangeError {
  override readonly name = 'UnreachableTurnError';
  readonly earliest: number;
  readonly latest: number;

  constructor({ earliest, latest }: { readonly earliest: number; readonly latest: number }) {
    super(`the turns ${earliest} to ${latest} can be reached`);
    this.earliest = earliest;
    this.latest = latest;
  }
}

/**
 * Makes a store of a backup, and of later segments of its log if there are any: as it was after the last
 * turn of them, or after an earlier one. The store has no change of a later turn.
 *
 * @throws UnreachableTurnError if that turn cannot be reached; Error if the target is neither new nor an
 * empty folder, something is damaged or does not fit, or the store cannot be written.
 */
export async function restoreStore(options: RestoreOptions): Promise<Copied> {
  const { from, to, log } = options;
  const backup = realpathSync(from);
  const draft = DraftFolder.make(to);
  const collector = new SegmentCollector(logFolder(backup));
  const later: Segment[] = [];
  try {
    const record = await copyBase(backup, draft.path);
    const copied = collector.take(record?.position ?? LOG_START);
    if (log !== undefined) later.push(...laterSegments(log));
    const segments = later.length === 0 ? copied : joinLogs(copied, later);
    const { turn } = await fill(draft.path, { segments, record }, options);
    return { turn, bytes: draft.publish() };
  } catch (error) {
    throw error instanceof UnreachableTurnError ? error : copyError(to, error);
  } finally {
    collector.close();
    closeSegments(later);
    draft.remove();
  }
}

/** @throws Error if there are none: the path is that of the store, or of something else. */
function laterSegments(folder: string): Segment[] {
  const segments = openSegments(systemFolder(folder));
  if (segments.length > 0) return segments;
  const inner = logFolder(folder);
  const hint = existsSync(inner) ? `: did you mean ${inner}?` : '';
  throw new Error(`there is no segment of a log in ${folder}${hint}`);
}

/** Copies the checkpoint of a backup, if there is one. */
async function copyBase(backup: string, draft: string): Promise<CheckpointRecord | undefined> {
  const [from, to] = [checkpointFolder(backup), checkpointFolder(draft)];
  return existsSync(dataFile(from)) ? await copyCheckpoint(from, to) : undefined;
}

interface Sources {
  readonly segments: readonly Segment[];
  readonly record: CheckpointRecord | undefined;
}

async function fill(
  draft: string,
  { segments, record }: Sources,
  { until, forms: given }: RestoreOptions,
): Promise<LogPosition> {
  const forms = formsByCode(given);
  const checkpoint = checkpointFolder(draft);
  const reached = reachedTurn(record);
  const earliest = beginsWithFirstTurn(segments) ? 1 : reached;
  if (until !== undefined && until < earliest) {
    throw new UnreachableTurnError({ earliest, latest: lastTurn(segments) });
  }
  const cut = until === undefined ? {} : { until };
  const end = await copyLog({ segments, to: logFolder(draft), forms, ...cut });
  if (until !== undefined && end.turn < until) {
    throw new UnreachableTurnError({ earliest, latest: end.turn });
  }
  if (until === undefined && end.turn < reached) {
    throw new Error(`the log ends with turn ${end.turn}, and the checkpoint has turn ${reached}`);
  }
  if (record === undefined || end.turn < reached) await beginAgain(checkpoint, segments);
  const copied = openSegments(systemFolder(logFolder(draft)));
  try {
    await advanceCheckpoint({ checkpoint, segments: copied, forms });
  } finally {
    closeSegments(copied);
  }
  await verifyIntegrity(checkpoint);
  rmSync(lockFile(checkpoint), { force: true });
  await writeShutdownMarker(checkpoint);
  return end;
}

/** The last turn that a checkpoint may have something of. */
export function reachedTurn(record: CheckpointRecord | undefined): number {
  return (record?.writing ?? record?.position ?? LOG_START).turn;
}

/** Puts a database without records into the place of a checkpoint: the log has everything. */
export async function beginAgain(checkpoint: string, segments: readonly Segment[]): Promise<void> {
  if (!beginsWithFirstTurn(segments)) {
    throw new Error(
      `there is no checkpoint, and the log begins with turn ${segments[0]?.header.firstTurn}`,
    );
  }
  rmSync(checkpoint, { recursive: true, force: true });
  mkdirSync(checkpoint, { mode: FOLDER_MODE });
  await createDatabase(checkpoint);
}

function beginsWithFirstTurn([first]: readonly Segment[]): boolean {
  return first?.header.start === 0;
}

function lastTurn(segments: readonly Segment[]): number {
  const last = segments.at(-1);
  if (last === undefined) return 0;
  let { turn } = segmentStart(last);
  for (const { after } of groupsUpTo(last, undefined)) turn = after.turn;
  return turn;
}
