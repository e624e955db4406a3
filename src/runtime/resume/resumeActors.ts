import { type ChartOutline, chartOutline } from '../../charts/chartOutline.ts';
import { chartRecord, outlineOf, type StoredOutlines } from '../../schema/chart.ts';
import type { RecordSource } from '../../schema/record.ts';
import type { AnyChange } from '../../store/store.ts';
import type { ActorKind } from '../actorKind.ts';
import {
  type ActorRecords,
  recordStatusOf,
  type StoredActor,
  type UnreadableActor,
} from '../actorRecords.ts';
import { hasChildren } from '../located.ts';
import type { ChangedActor, ResumeOptions, Resumption } from '../passiveActors.ts';
import type { FailedActor } from '../stopped.ts';
import { matchActor, type Unmatched } from './matchActor.ts';
import type { QuarantinedActor } from './quarantine.ts';
import { recordProblem } from './releaseActor.ts';

export interface KindsToResume extends ResumeOptions {
  readonly kinds: Iterable<ActorKind>;
  readonly records: ActorRecords;
  readonly store: RecordSource;
}

/**
 * Goes through the actors that were active when the store was last used, and matches each with the chart of
 * today; and through the archived ones, if their chart has lost a final state.
 */
export function resumeActors({ kinds, ...options }: KindsToResume): Resumption {
  const found = [...kinds].map((kind) => resumeKind(kind, options));
  return {
    unchanged: found.reduce((sum, { unchanged }) => sum + unchanged, 0),
    changed: found.flatMap(({ changed }) => changed),
    refused: found.flatMap(({ refused }) => refused),
    outlines: found.flatMap(({ outlines }) => outlines),
  };
}

function resumeKind(
  kind: ActorKind,
  { records, store, now, onActor, failed }: Omit<KindsToResume, 'kinds'>,
): Resumption {
  let unchanged = 0;
  const changed: ChangedActor[] = [];
  const refused: QuarantinedActor[] = [];
  const key = chartRecord.key(kind.name);
  const outlines = chartRecord.get(store, key);

  function resume(stored: StoredActor): void {
    const { name } = stored;
    try {
      records.check({ kind, name }, stored.record);
    } catch (error) {
      refused.push(unreadable(kind, { ...stored, error }));
      return;
    }
    const outline = outlineOf(outlines, name);
    let match = failureOf(kind, name, failed) ?? matchActor(stored.record, { kind, outline, now });
    if ('record' in match && match.isMigrated) {
      match = recordProblem(records, { kind, name }, match.record) ?? match;
    }
    if ('problem' in match) {
      refused.push({ kind, ...stored, ...match });
      return;
    }
    const { record, isChanged, isMigrated } = match;
    const owner = { kind, name, recordStatus: recordStatusOf(stored) };
    if (isChanged) {
      const changes = records.writeMatched(owner, record);
      changed.push({ kind, name, isMigrated, before: stored.record, record, changes });
    }
    // An archived actor may have got a state that is not final, and an active one a final state.
    if (owner.recordStatus.placement !== 'active') return;
    if (!isChanged) unchanged++;
    records.markPassivated(owner);
    onActor({ kind, name, record, isParent: hasChildren(record.snapshot) });
  }

  for (const stored of records.active(kind)) {
    if ('error' in stored) refused.push(unreadable(kind, stored));
    else resume(stored);
  }
  if (mayHaveLostEnds(chartOutline(kind.machine), outlines)) {
    for (const stored of records.archived(kind)) resume(stored);
  }
  return { unchanged, changed, refused, outlines: newOutlines(kind, outlines, refused) };
}

function unreadable(
  kind: ActorKind,
  stored: Omit<UnreadableActor, 'activeId'> & Partial<Pick<StoredActor, 'placement' | 'activeId'>>,
): QuarantinedActor {
  const { name, placement = 'active', activeId, error: cause } = stored;
  const problem = `cannot be read: ${(cause as Error).message}`;
  return { kind, name, placement, ...(activeId !== undefined && { activeId }), problem, cause };
}

function failureOf(
  kind: ActorKind,
  name: string,
  failed: readonly FailedActor[],
): Unmatched | undefined {
  const failure = failed.find((actor) => actor.kind === kind.name && actor.name === name);
  if (failure === undefined) return undefined;
  const { cause } = failure;
  // The problem is said of the actor, which a fault of its chart names again.
  const message = cause.message.replace(`${kind.name} ${name}: `, '');
  return { problem: `has failed when it went on: ${message}`, cause };
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
 * The change that stores the outline of the present chart, with those of earlier charts that have left actors behind:
 * they say what these wait for.
 */
function newOutlines(
  kind: ActorKind,
  before: StoredOutlines | undefined,
  refused: readonly QuarantinedActor[],
): AnyChange[] {
  const outline = chartOutline(kind.machine);
  const present = JSON.stringify(outline);
  const names = new Map<string, string[]>();
  for (const { name } of refused) {
    const { left: _, ...written } = (outlineOf(before, name) ?? outline) as StoredOutlines;
    const text = JSON.stringify(written);
    if (text !== present) names.set(text, [...(names.get(text) ?? []), name]);
  }
  const left = [...names].map(([text, its]) => ({
    outline: JSON.parse(text) as ChartOutline,
    names: its,
  }));
  const next: StoredOutlines = left.length === 0 ? outline : { ...outline, left };
  const isSame = JSON.stringify(before) === JSON.stringify(next);
  return isSame ? [] : [chartRecord.put(chartRecord.key(kind.name), next)];
}
