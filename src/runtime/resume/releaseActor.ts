import { chartRecord } from '../../schema/chart.ts';
import type { RecordSource } from '../../schema/record.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { ActorRecords, RecordStatus } from '../actorRecords.ts';
import type { MigratedState } from '../migration.ts';
import type { Released } from '../passiveActors.ts';
import { matchActor, type Unmatched } from './matchActor.ts';
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
  const outline = chartRecord.get(store, chartRecord.key(kind.name));
  const resolved = { ...kind, migrate: () => state };
  // A record that cannot be read is made anew. So is the state of one that has failed.
  const stored = records.rebased(kind, { ...emptyRecord(name), ...actor.record });
  const asked = { ...stored, snapshot: { ...stored.snapshot, value: UNKNOWN_STATE } };
  const matched = matchActor(asked, { kind: resolved, outline, now });
  if ('problem' in matched) return matched;
  const { record } = matched;
  try {
    records.check(actor, record);
  } catch (cause) {
    return { problem: `cannot go on with this context: ${(cause as Error).message}`, cause };
  }
  const recordStatus = statusOf(actor);
  const placement = record.snapshot.status === 'active' ? 'active' : 'archived';
  if (placement === 'active' && recordStatus.activeId === 0) {
    recordStatus.activeId = records.nextActiveId();
  }
  const owner = { kind, name, recordStatus };
  const changes = records.write(owner, placement, record);
  if (placement === 'active') records.markPassivated(owner);
  return { record, changes };
}

/** Where the record of the actor is. */
export function statusOf({ placement, activeId = 0 }: QuarantinedActor): RecordStatus {
  return { placement, activeId, state: undefined };
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
