import { chartRecord, outlineOf, withoutLeft } from '../../schema/chart.ts';
import type { RecordSource } from '../../schema/record.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { AnyChange } from '../../store/store.ts';
import { type ActorRecords, type RecordStatus, withoutRecord } from '../actorRecords.ts';
import type { MigratedState } from '../migration.ts';
import type { Released } from '../passiveActors.ts';
import { migrateTo, type Unmatched } from './matchActor.ts';
import type { QuarantinedActor } from './quarantine.ts';

export interface ReleaseOptions {
  readonly records: ActorRecords;
  readonly store: RecordSource;
  readonly now: () => number;
}

/**
 * Matches an actor that was in quarantine, in another state, with its chart.
 *
 * @returns its record, and the changes that write it; or why it cannot go on like this.
 */
export function releaseActor(
  actor: QuarantinedActor,
  state: MigratedState,
  { records, store, now }: ReleaseOptions,
): Released | Unmatched {
  const { kind, name } = actor;
  const outline = outlineOf(chartRecord.get(store, chartRecord.key(kind.name)), name);
  // A record that cannot be read is made anew. So is the state of one that has failed.
  const stored = records.rebased(kind, { ...emptyRecord(name), ...actor.record });
  const asked = { ...stored, snapshot: { ...stored.snapshot, value: UNKNOWN_STATE } };
  const isReadable = actor.record !== undefined;
  const matched = migrateTo(asked, state, { kind, outline, now, isReadable });
  if ('problem' in matched) return matched;
  const { record } = matched;
  const problem = recordProblem(records, actor, record);
  if (problem !== undefined) return problem;
  const owner = { kind, name, recordStatus: statusOf(actor) };
  const changes = records.writeMatched(owner, record);
  changes.push(...forgottenOutline(store, actor));
  if (owner.recordStatus.placement === 'active') records.markPassivated(owner);
  return { record, changes };
}

/** Why the record of a migrated actor could not be read again; undefined if it can. */
export function recordProblem(
  records: ActorRecords,
  actor: Pick<QuarantinedActor, 'kind' | 'name'>,
  record: ActorRecord,
): Unmatched | undefined {
  try {
    records.check(actor, record);
    return undefined;
  } catch (cause) {
    return { problem: `cannot go on with this context: ${(cause as Error).message}`, cause };
  }
}

/** The change after which the store does not say any more that an earlier chart has written the actor. */
export function forgottenOutline(
  store: RecordSource,
  { kind, name }: Pick<QuarantinedActor, 'kind' | 'name'>,
): AnyChange[] {
  const key = chartRecord.key(kind.name);
  const outlines = chartRecord.get(store, key);
  return outlines?.left === undefined ? [] : [chartRecord.put(key, withoutLeft(outlines, name))];
}

/** Where the record of the actor is. */
export function statusOf({ placement, activeId = 0 }: QuarantinedActor): RecordStatus {
  return { ...withoutRecord(), placement, activeId };
}

/** No chart has this state, so that the actor always takes the one that it is given. */
const UNKNOWN_STATE = { '': '' };

function emptyRecord(name: string): ActorRecord {
  const context = {};
  const snapshot = {
    status: 'active',
    value: {},
    context,
    historyValue: {},
    children: {},
  } as const;
  return { name, snapshot, history: [], timers: [], clockOffsetMs: 0 };
}
