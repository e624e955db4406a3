import { setImmediate } from 'node:timers/promises';
import { messageId as messageIdOf } from '../../notifications/messageId.ts';
import type { ActorKind } from '../../runtime/actorKind.ts';
import { ActorRecords } from '../../runtime/actorRecords.ts';
import { ClockJumps } from '../../runtime/clockJumps.ts';
import { type ScannedActor, scannedRecord } from '../../runtime/scannedActor.ts';
import { stateName } from '../../runtime/stateName.ts';
import { consumerRecord } from '../../schema/consumer.ts';
import { deadLetterRecord } from '../../schema/delivery.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import { turnRecord } from '../../schema/turn.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { contextText } from '../../watch/contextText.ts';
import { MAX_DEAD, MAX_PATH } from '../../watch/limits.ts';
import { LongestWaiting } from '../../watch/shop/longestWaiting.ts';
import type {
  ChartUpdate,
  FollowedActor,
  StateFigures,
  WatchedDeadLetter,
  WatchUpdate,
} from '../../watch/watchTypes.ts';

/** Milliseconds of reading after which viewers are served. */
const SLICE_MS = 20;

/** What the live page shows of a store at one moment. */
export interface StoreContents extends Pick<WatchUpdate, 'charts' | 'dead' | 'consumers'> {
  /** The actors that somebody follows, by what they call them. */
  readonly followed: ReadonlyMap<string, FollowedActor>;
}

/** Reads a store, some of it at a time. @param isFollowed true for an id that somebody follows an actor by. */
export async function readContents(
  snapshot: Snapshot,
  kinds: readonly ActorKind[],
  isFollowed: (id: string) => boolean,
): Promise<StoreContents> {
  const charts: ChartUpdate[] = [];
  const followed = new Map<string, FollowedActor>();
  for (const kind of kinds) charts.push(await readActors(snapshot, kind, { isFollowed, followed }));
  const last = turnRecord.get(snapshot, turnRecord.key());
  const newest = last?.seq ?? 0;
  const consumers = [...consumerRecord.range(snapshot)].map(([[, name], position]) => {
    return { name, position, lag: newest - position };
  });
  return { charts, dead: readDead(snapshot), consumers, followed };
}

async function readActors(
  snapshot: Snapshot,
  kind: ActorKind,
  {
    isFollowed,
    followed,
  }: {
    readonly isFollowed: (id: string) => boolean;
    readonly followed: Map<string, FollowedActor>;
  },
): Promise<ChartUpdate> {
  const jumps = new ClockJumps(snapshot);
  const records = new ActorRecords(snapshot, jumps);
  const counts = new Map<string, number>();
  const waiting = new LongestWaiting(kind.name);
  let sliceEnd = performance.now() + SLICE_MS;
  for (const record of records.scan(kind, { excepted: new Set(), withArchived: true })) {
    const actor = scannedRecord(kind, record, jumps);
    const state = stateName(actor.value);
    counts.set(state, (counts.get(state) ?? 0) + 1);
    waiting.add(actor);
    const address = `${kind.name}:${actor.name}`;
    for (const id of [address, actor.name]) {
      if (isFollowed(id)) followed.set(id, followedActor(address, actor, record));
    }
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + SLICE_MS;
  }
  const states: Record<string, StateFigures> = {};
  for (const [state, now] of counts) states[state] = { now, medianMs: null, p99Ms: null };
  return { id: kind.name, isComplete: true, states, transitions: {}, longest: waiting.list() };
}

function followedActor(
  id: string,
  { value, since, isAtLeast }: ScannedActor,
  record: ActorRecord,
): FollowedActor {
  const path = record.history.map(({ at, type }) => ({ at, type, from: null, to: null }));
  return {
    id,
    chart: id.slice(0, id.indexOf(':')),
    state: stateName(value),
    since: since ?? null,
    isAtLeast,
    context: contextText(record.snapshot.context),
    path: path.slice(-MAX_PATH),
    isCut: path.length > MAX_PATH,
  };
}

function readDead(snapshot: Snapshot): WatchedDeadLetter[] {
  const letters: WatchedDeadLetter[] = [];
  for (const [key, letter] of deadLetterRecord.range(snapshot, { reverse: true })) {
    if (letters.length === MAX_DEAD) break;
    const [, channel] = key;
    const { fact, attempts, diedAt: at, reason } = letter;
    const messageId = messageIdOf(channel, fact);
    letters.push({ messageId, channel, type: fact.type, reason, attempts, at });
  }
  return letters;
}
