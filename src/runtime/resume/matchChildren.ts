import { createActor } from 'xstate';
import type { OfState } from '../../charts/activeStates.ts';
import { actorLogic, type Invocation, sourceName } from '../../charts/waits.ts';
import type { StoredChild, StoredSnapshot, StoredTimer } from '../../schema/storedActor.ts';
import { isStateMachine } from '../../xstate/internals.ts';
import { childAddress, parseAddress } from '../address.ts';
import { type ActiveChart, Matching, type StoredChart, stateText } from './matching.ts';

/** Matches the chart of a child. */
type MatchChart = (
  chart: StoredChart,
  timers: readonly StoredTimer[],
  matching: Matching,
) => StoredSnapshot;

interface Family {
  /** The timers of all children, and of their children. */
  readonly timers: readonly StoredTimer[];
  readonly match: MatchChart;
}

/** An actor that an active state invokes. */
type Expected = OfState<Invocation>;

/**
 * Matches the children of an actor with the actors that its active states invoke, and the charts of the
 * children with theirs.
 *
 * A child whose id or logic is another one is a problem, unless only the id of the chart has changed: what it
 * has done so far cannot be told from here. So is an actor that the chart invokes only now.
 */
export function matchChildren(
  chart: ActiveChart,
  family: Family,
  matching: Matching,
): StoredSnapshot['children'] {
  const { snapshot } = chart;
  const { invoked } = chart.states;
  const matched: Record<string, StoredChild> = {};
  const lost: [string, StoredChild][] = [];
  for (const [id, child] of Object.entries(snapshot.children)) {
    const isKept = goesOn(chart, invoked, id, child);
    if (!isKept || !addChild(matched, chart, { from: id, id, child }, family, matching)) {
      lost.push([id, child]);
    }
  }
  let missing = invoked.filter(({ id }) => matched[id] === undefined);
  for (const [from, child] of lost) {
    matching.isChanged = true;
    const now = renamedTo(child, { lost, missing });
    if (now === undefined) {
      matching.mismatch(
        `has the child ${from} of ${child.src}, which its chart does not invoke here`,
      );
      continue;
    }
    missing = missing.filter((each) => each !== now);
    const renamed = { from, id: now.id, child: { ...child, src: now.src } };
    addChild(matched, chart, renamed, family, matching);
  }
  for (const invocation of missing) startMissing(matched, chart, invocation, family, matching);
  return matched;
}

/** True when the chart still has the child: an active state invokes it, or its logic has a name for `spawn`. */
function goesOn(
  { machine, outline }: ActiveChart,
  invoked: readonly Expected[],
  id: string,
  { src }: StoredChild,
): boolean {
  const invocation = invoked.find((each) => each.id === id);
  if (invocation !== undefined) return invocation.src === src;
  const states = Object.values(outline?.states ?? {});
  if (states.some(({ invokes }) => invokes.includes(id))) return false;
  return actorLogic(machine, src) !== undefined;
}

/** The invocation that has got another id, as it does when the id of the chart changes. */
function renamedTo(
  { src }: StoredChild,
  {
    lost,
    missing,
  }: {
    readonly lost: readonly (readonly [string, StoredChild])[];
    readonly missing: readonly Expected[];
  },
): Expected | undefined {
  const isSame = (other: { readonly src: string }) => sourceName(other.src) === sourceName(src);
  const [now, ...others] = missing.filter(isSame);
  const isOnly = others.length === 0 && lost.filter(([, child]) => isSame(child)).length === 1;
  return isOnly && !lost.some(([id]) => id === now?.id) ? now : undefined;
}

interface ChildToAdd {
  /** Its id so far. */
  readonly from: string;
  readonly id: string;
  readonly child: StoredChild;
}

/** @returns false if the child cannot go on after a migration. */
function addChild(
  matched: Record<string, StoredChild>,
  { machine, address }: ActiveChart,
  { from, id, child }: ChildToAdd,
  { timers, match }: Family,
  matching: Matching,
): boolean {
  const before = childAddress(address, from);
  const now = childAddress(address, id);
  const its = timers
    .filter(({ owner = '' }) => isWithin(owner, before))
    .map((timer) => ({ ...timer, owner: moved(timer.owner ?? '', before, now) }));
  const logic = actorLogic(machine, child.src);
  if (!isStateMachine(logic) || child.snapshot.status !== 'active') {
    for (const timer of its) matching.retain(timer);
    matched[id] = child;
    return true;
  }
  const snapshot = child.snapshot as unknown as StoredSnapshot;
  const { now: time, isMigrated } = matching;
  const inner = new Matching({ now: time, isMigrated });
  const stored = { machine: logic, snapshot, address: now, since: undefined, outline: undefined };
  const next = match(stored, its, inner);
  if (matching.isMigrated && inner.problems.length > 0) return false;
  for (const problem of inner.problems) {
    matching.problems.push(`has the child ${id}, which ${problem}`);
  }
  for (const timer of inner.timers) matching.retain(timer);
  if (inner.isChanged) matching.isChanged = true;
  matched[id] = { ...child, snapshot: { ...next } };
  return true;
}

/** After a migration, starts an actor that a state invokes. Otherwise this is a problem. */
function startMissing(
  matched: Record<string, StoredChild>,
  chart: ActiveChart,
  { id, src, path, input, systemId, syncSnapshot }: Expected,
  family: Family,
  matching: Matching,
): void {
  const { machine, outline, snapshot } = chart;
  if (!matching.isMigrated) {
    // Children that have ended are stored. The old chart may have stopped one by an action.
    if (outline === undefined || outline.states[path]?.invokes.includes(id)) return;
    const subject = path === '' ? 'is of a chart that' : `is in the state ${path}, whose chart`;
    matching.problems.push(`${subject} invokes ${id}, which was never started`);
    return;
  }
  const logic = actorLogic(machine, src);
  if (logic === undefined) return;
  try {
    const { context } = snapshot;
    const event = { type: 'xstate.init' };
    const given: unknown = typeof input === 'function' ? input({ context, event }) : input;
    // Not started: it starts when its parent comes into memory.
    const actor = createActor(logic, { id, input: given });
    actor.subscribe({ error: () => {} });
    const fresh = actor.getPersistedSnapshot() as unknown as StoredChild['snapshot'];
    if (fresh.status === 'error') throw fresh.error;
    const child = { src, snapshot: fresh, systemId, syncSnapshot };
    addChild(matched, chart, { from: id, id, child }, { ...family, timers: [] }, matching);
  } catch (error) {
    matching.problems.push(`invokes ${id} in ${stateText(path)}, which fails: ${String(error)}`);
  }
}

/** True for the address of an actor, and of its children and theirs. */
function isWithin(address: string, ancestor: string): boolean {
  if (address === ancestor) return true;
  const addressed = parseAddress(address);
  return 'parent' in addressed && isWithin(addressed.parent, ancestor);
}

/** The address within `now` that corresponds to one within `before`. */
function moved(address: string, before: string, now: string): string {
  if (address === before) return now;
  const addressed = parseAddress(address);
  return 'parent' in addressed
    ? childAddress(moved(addressed.parent, before, now), addressed.id)
    : address;
}
