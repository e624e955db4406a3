import { type ChartOutline, chartOutline } from '../../charts/chartOutline.ts';
import { chartRecord } from '../../schema/chart.ts';
import type { RecordSource } from '../../schema/record.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { Change } from '../../store/store.ts';
import type { ActorKind } from '../actorKind.ts';
import {
  type ActorRecords,
  type Placement,
  recordStatusOf,
  type StoredActor,
} from '../actorRecords.ts';
import { hasChildren } from '../located.ts';
import type { Resumed, Resumption } from '../passiveActors.ts';
import { matchActor } from './matchActor.ts';
import type { QuarantinedActor } from './quarantine.ts';

export interface ResumeOptions {
  readonly kinds: Iterable<ActorKind>;
  readonly records: ActorRecords;
  readonly store: RecordSource;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called for each actor that goes on and has a record as an active one. */
  readonly onActor: (actor: Resumed) => void;
}

/**
 * Goes through the actors that were active when the store was last used, and matches each with the chart of
 * today; and through the archived ones, if their chart has lost a final state.
 */
export function resumeActors({ kinds, ...options }: ResumeOptions): Resumption {
  const migrated: (readonly Change[])[] = [];
  const refused: QuarantinedActor[] = [];
  const outlines: Change[] = [];
  for (const kind of kinds) {
    const resumed = resumeKind(kind, options);
    migrated.push(...resumed.migrated);
    refused.push(...resumed.refused);
    outlines.push(...resumed.outlines);
  }
  return { migrated, refused, outlines };
}

function resumeKind(
  kind: ActorKind,
  { records, store, now, onActor }: Omit<ResumeOptions, 'kinds'>,
): Resumption {
  const migrated: Change[][] = [];
  const refused: QuarantinedActor[] = [];
  const key = chartRecord.key(kind.name);
  const outline = chartRecord.get(store, key);

  function resume(stored: StoredActor): void {
    const { name } = stored;
    const match = matchActor(stored.record, { kind, outline, now });
    if ('problem' in match) {
      refused.push({ kind, ...stored, ...match });
      return;
    }
    const { record, isChanged } = match;
    const recordStatus = recordStatusOf(stored);
    const next = isChanged ? placementOf(record) : stored.placement;
    if (next === 'active' && recordStatus.activeId === 0) {
      recordStatus.activeId = records.nextActiveId();
    }
    const owner = { kind, name, recordStatus };
    if (isChanged) migrated.push(records.write(owner, next, record));
    if (next !== 'active') return;
    records.markPassivated(owner);
    onActor({ kind, name, record, isParent: hasChildren(record.snapshot) });
  }

  for (const stored of records.active(kind)) {
    if ('error' in stored) refused.push(unreadable(kind, stored));
    else resume(stored);
  }
  if (mayHaveLostEnds(chartOutline(kind.machine), outline)) {
    for (const stored of records.archived(kind)) resume(stored);
  }
  return { migrated, refused, outlines: outlineChanges(kind, outline, refused) };
}

/** Where an actor goes that has been migrated: an archived one may have got a state that is not final. */
function placementOf({ snapshot }: ActorRecord): Placement {
  return snapshot.status === 'active' ? 'active' : 'archived';
}

function unreadable(
  kind: ActorKind,
  { name, activeId, error }: { name: string; activeId: number; error: unknown },
): QuarantinedActor {
  const problem = `cannot be read: ${(error as Error).message}`;
  return { kind, name, placement: 'active', activeId, problem, cause: error };
}

/**
 * True when an archived actor may have ended in a state that the chart has no more, or that is not final in
 * it: then all of them are read, once. Archived actors are otherwise read when they are asked for.
 */
function mayHaveLostEnds({ states }: ChartOutline, before: ChartOutline | undefined): boolean {
  // An earlier version did not store the outline.
  if (before === undefined) return true;
  return Object.entries(before.states).some(
    ([path, { isFinal }]) => isFinal && states[path]?.isFinal !== true,
  );
}

/**
 * The change that stores the outline of the present chart. That of a chart which has left actors behind is kept:
 * it says what they wait for.
 */
function outlineChanges(
  kind: ActorKind,
  before: ChartOutline | undefined,
  refused: readonly QuarantinedActor[],
): Change[] {
  const outline = chartOutline(kind.machine);
  const isSame = JSON.stringify(before) === JSON.stringify(outline);
  const key = chartRecord.key(kind.name);
  return isSame || refused.length > 0 ? [] : [chartRecord.put(key, outline)];
}
