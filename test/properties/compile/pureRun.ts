import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type ExecutableActionObject,
  getInitialMicrosteps,
  getInitialSnapshot,
  getMicrosteps,
  getNextSnapshot,
  getNextTransitions,
  initialTransition,
  transition,
} from 'xstate';
import { type Chart, eventOf, type Maker } from './chart.ts';
import type { Moment } from './drive.ts';
import { attempt } from './look.ts';
import { transitionFacts } from './stage.ts';
import { Trace } from './trace.ts';

type Stepped = readonly [AnyMachineSnapshot, readonly ExecutableActionObject[]];

/** What XState's pure functions return for the chart, event by event, and what they call. */
export function pureRun({ build, steps, input }: Chart, make: Maker): readonly Moment[] {
  const trace = new Trace();
  const machine = make(build({ trace, make }));
  const moments: Moment[] = [];
  const say = (step: string, answers: object) => {
    const look = trace.plain(answers);
    moments.push({ step, look, happened: trace.take() });
  };
  say(
    'the start',
    answersAtStart(machine, () => input?.()),
  );
  let snapshot: AnyMachineSnapshot | undefined;
  attempt(() => {
    [snapshot] = initialTransition(machine, input?.() as never) as Stepped;
  });
  const events = steps.filter((step) => typeof step !== 'number').map(eventOf);
  // The functions also work on snapshots of actors that have ended.
  for (const event of [...events, { type: 'xstate.stop' }, ...events.slice(0, 2)]) {
    const from = snapshot;
    if (from === undefined) break;
    trace.take();
    say(JSON.stringify(event), answersTo(machine, from, event));
    attempt(() => {
      [snapshot] = transition(machine, from, event) as Stepped;
    });
  }
  return moments;
}

function answersAtStart(machine: AnyStateMachine, input: () => unknown): object {
  return {
    initialSnapshot: attempt(() => getInitialSnapshot(machine, input() as never)),
    initialTransition: attempt(() =>
      stepFacts(initialTransition(machine, input() as never) as Stepped),
    ),
    initialMicrosteps: attempt(() =>
      (getInitialMicrosteps(machine, input() as never) as Stepped[]).map(stepFacts),
    ),
  };
}

function answersTo(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): object {
  return {
    transition: attempt(() => {
      const [next, actions] = transition(machine, snapshot, event) as Stepped;
      return { ...stepFacts([next, actions]), isSame: next === snapshot };
    }),
    nextSnapshot: attempt(() => getNextSnapshot(machine, snapshot, event)),
    microsteps: attempt(() =>
      (getMicrosteps(machine, snapshot, event) as Stepped[]).map(stepFacts),
    ),
    nextTransitions: attempt(() => getNextTransitions(snapshot).map(transitionFacts)),
    data: attempt(() => machine.getTransitionData(snapshot, event).map(transitionFacts)),
  };
}

function stepFacts([snapshot, actions]: Stepped): object {
  const facts = actions.map(({ type, params, info }) => {
    return { type, params, keys: Object.keys(info), event: info.event, context: info.context };
  });
  return { snapshot, actions: facts };
}
