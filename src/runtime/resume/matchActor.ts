import { userCodeReturned, userCodeThrew } from '../../base/userCodeError.ts';
import { activeStates } from '../../charts/activeStates.ts';
import type { ChartOutline } from '../../charts/chartOutline.ts';
import type { ActorRecord, StoredTimer } from '../../schema/storedActor.ts';
import type { ActorKind } from '../actorKind.ts';
import { addressOf } from '../address.ts';
import type { MigratedState, StoredState } from '../migration.ts';
import { checkMigrated } from './checkMigrated.ts';
import { matchChart } from './matchChart.ts';
import { Matching, type MatchingOptions } from './matching.ts';
import { stateTimes } from './stateTimes.ts';

/** An actor with which a shop can go on. */
export interface Matched {
  readonly record: ActorRecord;
  /** True when the record differs from the stored one. */
  readonly isChanged: boolean;
  /** True when a migration has chosen the state. */
  readonly isMigrated: boolean;
}

/** Why a shop cannot go on with an actor: a predicate whose subject is the actor. */
export interface Unmatched {
  readonly problem: string;
  readonly cause?: unknown;
}

export interface MatchOptions {
  readonly kind: ActorKind;
  /** Of the chart that has written the record; undefined if an earlier version has. */
  readonly outline: ChartOutline | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Matches a stored actor with the chart of today. What does not fit without doubt is brought over by the
 * migration of its kind.
 */
export function matchActor(record: ActorRecord, options: MatchOptions): Matched | Unmatched {
  if (fitsAsItIs(record, options.kind)) return { record, isChanged: false, isMigrated: false };
  const asStored = match(record, { ...options, isMigrated: false });
  if (!('problem' in asStored)) return asStored;
  const { kind } = options;
  if (kind.migrate === undefined) return asStored;
  let given: unknown;
  try {
    // A copy: what the migration does to it has no effect.
    given = kind.migrate(structuredClone(storedState(kind, record)));
  } catch (error) {
    const cause = userCodeThrew('migrate', error);
    return { problem: `${asStored.problem}; ${cause.message}`, cause };
  }
  return given === undefined ? asStored : migrateTo(record, given, options);
}

/**
 * Brings an actor over to the state that a migration has chosen.
 *
 * @param given what it has returned, which may be anything.
 * @param isReadable false when the record of the actor is made up, since it could not be read.
 */
export function migrateTo(
  record: ActorRecord,
  given: unknown,
  options: MatchOptions & { readonly isReadable?: boolean },
): Matched | Unmatched {
  const { kind, now, isReadable = true } = options;
  let migrated: MigratedState;
  try {
    migrated = checkMigrated(given);
  } catch (fault) {
    const cause = userCodeReturned('migrate', fault as TypeError);
    return { problem: `was migrated to something else than a state: ${cause.message}`, cause };
  }
  const { state, context, waitsFor } = migrated;
  const before = isReadable ? record.snapshot.context : undefined;
  const problem = kind.migrationProblem?.(record.name, before, { value: state, context });
  if (problem !== undefined) return { problem };
  const { value } = record.snapshot;
  const since = stateTimes({ value, since: record.since }, state, now());
  const status = activeStates(kind.machine, state)?.hasEnded ? 'done' : 'active';
  const snapshot = { ...record.snapshot, value: state, context, status } as const;
  const timers = waitsFor === undefined ? record.timers : chosenTimers(record, waitsFor);
  const next = { ...record, snapshot, since, timers };
  return match(next, { ...options, isMigrated: true, hasChosenTimers: waitsFor !== undefined });
}

/**
 * True when there is nothing to match: an actor without children and history that has exactly the timers of the
 * delayed transitions of its states. Nearly all are.
 */
function fitsAsItIs({ snapshot, timers }: ActorRecord, { machine }: ActorKind): boolean {
  const { status, value, children, historyValue } = snapshot;
  const states = activeStates(machine, value);
  if (states === undefined || states.hasEnded || status !== 'active') return false;
  const { delayedEvents, invoked } = states;
  if (timers.length !== delayedEvents.size || invoked.length > 0) return false;
  for (const _ in children) return false;
  for (const _ in historyValue) return false;
  return timers.every(
    ({ event, owner, target }) =>
      owner === undefined && target === undefined && delayedEvents.has(event.type),
  );
}

/** The timers that a migration has chosen, and those of the children. */
function chosenTimers(
  { timers }: ActorRecord,
  waitsFor: NonNullable<MigratedState['waitsFor']>,
): StoredTimer[] {
  return [
    ...waitsFor.map(({ event, dueAt }) => ({ id: event, event: { type: event }, dueAt })),
    ...timers.filter(({ owner }) => owner !== undefined),
  ];
}

/** What a migration gets to see of an actor. */
export function storedState(
  kind: ActorKind,
  { name, snapshot, timers }: ActorRecord,
): StoredState<string> {
  const { value, context, children } = snapshot;
  const own = timers.filter(({ owner, target }) => owner === undefined && target === undefined);
  return {
    kind: kind.name,
    id: name,
    state: value,
    context,
    waitsFor: own.map(({ event, dueAt, since }) => ({ event: event.type, dueAt, since })),
    children: Object.entries(children).map(([id, child]) => {
      const { status, value: state } = child.snapshot as { status: string; value?: typeof value };
      return { id, src: child.src, status, ...(state !== undefined && { state }) };
    }),
  };
}

function match(
  record: ActorRecord,
  { kind, outline, ...options }: MatchOptions & MatchingOptions,
): Matched | Unmatched {
  const address = addressOf(kind.name, record.name);
  const matching = new Matching(options);
  const { machine } = kind;
  const { snapshot, since } = record;
  const timers = record.timers.map((timer) => ({ ...timer, owner: timer.owner ?? address }));
  const stored = { machine, snapshot, address, since, outline };
  const matched = matchChart(stored, timers, matching);
  if (matching.problems.length === 0 && matched.status === 'done')
    checkEnd(kind, matched, matching);
  if (matching.problems.length > 0) return { problem: matching.problems.join(', and ') };
  const { isMigrated } = options;
  if (!matching.isChanged) return { record, isChanged: false, isMigrated };
  const next = { ...record, snapshot: matched, timers: matching.timers.map(withoutOwner(address)) };
  return { record: next, isChanged: true, isMigrated };
}

/** The kind may not allow that an actor has ended like this: an order with its stock still held. */
function checkEnd(
  kind: ActorKind,
  { status, value, context }: ActorRecord['snapshot'],
  matching: Matching,
): void {
  try {
    kind.canPassivate({ status, value, context });
  } catch (error) {
    matching.problems.push(`cannot end like this: ${(error as Error).message}`);
  }
}

function withoutOwner(address: string) {
  return ({ owner, ...timer }: StoredTimer): StoredTimer =>
    owner === undefined || owner === address ? timer : { ...timer, owner };
}
