import type { AnyStateMachine } from 'xstate';
import type { OfState } from '../../charts/activeStates.ts';
import { matchesDescriptor } from '../../charts/eventDescriptors.ts';
import { stateNodes } from '../../charts/graph.ts';
import { type DelayedTransition, delayMs, isDelayedEvent, isOfDelay } from '../../charts/waits.ts';
import type { StoredTimer } from '../../schema/storedActor.ts';
import { type ActiveChart, type Matching, stateText } from './matching.ts';
import { timeOf } from './stateTimes.ts';

/** A delayed transition of an active state. */
type Expected = OfState<DelayedTransition>;

/**
 * Matches the timers of an actor with the delayed transitions of its active states.
 *
 * A timer whose event the chart still has goes on. Otherwise, what the chart leaves no doubt about:
 *
 * - The id of the chart is another one: the state's timer of the same delay goes on.
 * - One delayed transition of a state has another delay, or another name for it: it is due this long after
 *   the state was entered.
 * - A state has a further delayed transition: as well.
 *
 * @param timers those of the actor, without those of its children.
 */
export function matchTimers(
  chart: ActiveChart,
  timers: readonly StoredTimer[],
  matching: Matching,
): void {
  const { delayed: expected, delayedEvents: events } = chart.states;
  if (matching.hasChosenTimers) {
    checkChosen(chart, { timers, events }, matching);
    return;
  }
  let unanswered: StoredTimer[] = [];
  for (const timer of timers) {
    if (timer.target !== undefined) matching.retain(timer);
    else if (!isDelayedEvent(timer.event.type)) matchDelayedEvent(chart, timer, matching);
    else if (events.has(timer.event.type)) matching.retain(timer);
    else unanswered.push(timer);
  }
  const set = new Set(timers.map(({ event }) => event.type));
  const missing = expected.filter(({ event }) => !set.has(event));
  // The deepest state first: its path ends with those of no other.
  const byDepth = (a: string, b: string) => b.length - a.length;
  for (const path of [...new Set(missing.map(({ path }) => path))].sort(byDepth)) {
    const ofPath = missing.filter((each) => each.path === path);
    const endings = endingsOf(chart, path, ofPath);
    const its = unanswered.filter(({ event }) =>
      endings.some((ending) => event.type.endsWith(ending)),
    );
    unanswered = unanswered.filter((timer) => !its.includes(timer));
    unanswered.push(...matchState(chart, { missing: ofPath, timers: its }, matching));
  }
  for (const { event } of unanswered) {
    matching.mismatch(`waits for ${event.type}, which its chart does not answer in this state`);
    matching.isChanged = true;
  }
}

/**
 * How the names of the events of a state's delayed transitions end: with the id of the state, which is its own, or that
 * of the chart and the path of the state. Of the chart of a child, the id is not known if it has changed.
 */
function endingsOf({ outline }: ActiveChart, path: string, delayed: readonly Expected[]): string[] {
  const today = delayed.map(({ event, delay }) => event.slice(`xstate.after.${delay}`.length));
  if (outline !== undefined)
    return [...today, path === '' ? `.${outline.id}` : `.${outline.id}.${path}`];
  return path === '' ? today : [...today, `.${path}`];
}

/** Timers that a migration has chosen are taken as they are, and have to be answered. */
function checkChosen(
  { machine }: ActiveChart,
  { timers, events }: { timers: readonly StoredTimer[]; events: ReadonlySet<string> },
  matching: Matching,
): void {
  for (const timer of timers) {
    const { type } = timer.event;
    const isAnswered = isDelayedEvent(type) ? events.has(type) : accepts(acceptedBy(machine), type);
    if (isAnswered && Number.isSafeInteger(timer.dueAt)) matching.retain(timer);
    else
      matching.problems.push(
        `is to wait for ${type} at ${timer.dueAt}: expected an event that its chart answers, and epoch milliseconds`,
      );
  }
}

/** Matches what is left in one state. @returns the timers that cannot be matched. */
function matchState(
  chart: ActiveChart,
  { missing, timers }: { missing: readonly Expected[]; timers: readonly StoredTimer[] },
  matching: Matching,
): StoredTimer[] {
  let left = [...timers];
  let wanted = [...missing];
  for (const delayed of missing) {
    const same = left.filter(({ event }) => isOfDelay(event.type, delayed.delay));
    const [timer] = same;
    if (timer === undefined || same.length > 1) continue;
    matching.set({ ...timer, id: delayed.event, event: { type: delayed.event } });
    left = left.filter((each) => each !== timer);
    wanted = wanted.filter((each) => each !== delayed);
  }
  wanted = wanted.filter((delayed) => !hasBeenTaken(chart, delayed));
  const [only, ...others] = wanted;
  const [timer, ...more] = left;
  if (only !== undefined && timer !== undefined && others.length + more.length === 0) {
    arm(chart, only, sinceOf(timer), matching, timer);
    return [];
  }
  for (const delayed of wanted) {
    arm(chart, delayed, timeOf(chart.since, delayed.path), matching);
  }
  return left;
}

/** True when the timer is not there because its event has been taken, and the chart stayed in the state. */
function hasBeenTaken({ outline }: ActiveChart, { path, delay, mayStay }: Expected): boolean {
  if (!mayStay) return false;
  return outline === undefined || (outline.states[path]?.delays.includes(delay) ?? false);
}

/** When a timer was set. Earlier versions did not store it: then the name of the event may tell. */
function sinceOf({ since, event, dueAt }: StoredTimer): number | undefined {
  if (since !== undefined) return since;
  const [, delay] = /^xstate\.after\.(\d+)\./.exec(event.type) ?? [];
  return delay === undefined ? undefined : dueAt - Number(delay);
}

/** Sets the timer of a delayed transition. @param replaced the timer that it had before. */
function arm(
  { machine, snapshot, address }: ActiveChart,
  { event, delay, path }: Expected,
  since: number | undefined,
  matching: Matching,
  replaced?: StoredTimer,
): void {
  const from = since ?? (matching.isMigrated ? matching.now() : undefined);
  if (from === undefined) {
    matching.mismatch(`has no timer for the delay ${delay} of ${stateText(path)}`);
    return;
  }
  let dueAt: number;
  try {
    dueAt = Math.ceil(from + delayMs(machine, delay, { context: snapshot.context, at: from }));
  } catch (error) {
    const { message } = error as Error;
    const state = stateText(path);
    matching.problems.push(`waits for the delay ${delay} of ${state}, which fails: ${message}`);
    return;
  }
  const owner = replaced?.owner ?? address;
  matching.set({ id: event, event: { type: event }, dueAt, since: from, owner });
}

/** Matches the timer of an event that the actor sends to itself later. */
function matchDelayedEvent(
  { machine, outline }: ActiveChart,
  timer: StoredTimer,
  matching: Matching,
): void {
  const { type } = timer.event;
  // An event that neither chart answers is nothing that the new one has lost.
  if (accepts(acceptedBy(machine), type) || !accepts(outline?.events ?? [], type)) {
    matching.retain(timer);
    return;
  }
  matching.mismatch(`waits for ${type}, which its chart does not answer in any state`);
  matching.isChanged = true;
}

/** The types of events, and their patterns, that some state of the chart accepts. */
function acceptedBy(machine: AnyStateMachine): string[] {
  return stateNodes(machine).flatMap((node) => [...node.transitions.keys()]);
}

function accepts(descriptors: readonly string[], type: string): boolean {
  return descriptors.some((descriptor) => matchesDescriptor(type, descriptor));
}
