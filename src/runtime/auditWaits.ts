import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { activeStates } from '../charts/activeStates.ts';
import { chartOutline } from '../charts/chartOutline.ts';
import type { StoredSnapshot, StoredTimer } from '../schema/storedActor.ts';
import { isStateMachine } from '../xstate/internals.ts';
import { childAddress } from './address.ts';
import type { Directory } from './directory.ts';
import type { WithChildren } from './located.ts';
import { Matching } from './resume/matching.ts';
import { matchTimers } from './resume/matchTimers.ts';
import { refusalText } from './resume/quarantine.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * The actors that wait for something that does not come: those in quarantine, and those in memory with a timer
 * that their chart does not answer in their state, or without one that their state needs. One sentence each.
 */
export function* auditWaits(
  directory: Pick<Directory, 'live' | 'quarantine'>,
  scheduler: Pick<Scheduler, 'timersOf'>,
): Generator<string> {
  for (const actor of directory.quarantine.values()) yield refusalText(actor);
  for (const [address, actor] of directory.live()) {
    const { kind, name } = actor;
    const snapshot = actor.getSnapshot();
    const waiting = { machine: kind.machine, snapshot, address };
    for (const problem of problemsOf(waiting, scheduler.timersOf(actor), scheduler)) {
      yield `${kind.name} ${name} ${problem}`;
    }
  }
}

interface Waiting {
  readonly machine: AnyStateMachine;
  readonly snapshot: AnyMachineSnapshot;
  readonly address: string;
}

function* problemsOf(
  { machine, snapshot, address }: Waiting,
  timers: readonly StoredTimer[],
  scheduler: Pick<Scheduler, 'timersOf'>,
): Generator<string> {
  if (snapshot.status !== 'active') return;
  const { value, context } = snapshot;
  const states = activeStates(machine, value);
  if (states === undefined) return;
  const matching = new Matching({ now: () => 0, isMigrated: false });
  const state = { status: 'active', value, context, children: {}, historyValue: {} } as const;
  const stored = { machine, snapshot: state as StoredSnapshot, address, since: undefined };
  matchTimers({ ...stored, outline: chartOutline(machine), states }, timers, matching);
  yield* matching.problems;
  const { children = {} } = snapshot as WithChildren;
  for (const [id, child] of Object.entries(children)) {
    const inner = child?.getSnapshot() as AnyMachineSnapshot | undefined;
    if (inner === undefined || !isStateMachine(inner.machine)) continue;
    const its = { machine: inner.machine, snapshot: inner, address: childAddress(address, id) };
    for (const problem of problemsOf(its, scheduler.timersOf(its.address), scheduler)) {
      yield `has the child ${id}, which ${problem}`;
    }
  }
}
