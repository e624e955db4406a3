import type { Origin } from '../../../../src/xstate/host/hostedActor.ts';
import { prepareMachine } from '../../../../src/xstate/host/prepareMachine.ts';
import { asItIs, type Chart, eventsOf, type Step } from '../chart.ts';
import type { Moment } from '../drive.ts';
import { Trace } from '../trace.ts';
import { driveVisibly, type VisibleDrive } from './driveVisibly.ts';
import type { Act } from './meddler.ts';

export interface VisibleOptions {
  readonly isHosted: boolean;
  /** Replace the steps of the chart. */
  readonly steps?: readonly Step[];
  readonly acts?: readonly Act[] | undefined;
  readonly isDecided?: boolean;
}

/** Runs the steps of a chart with a hosted actor or with one of XState. */
export function observeVisibly(
  { build, steps: ownSteps, input, neighbours, wire }: Chart,
  { isHosted, steps = ownSteps, acts, isDecided }: VisibleOptions,
): VisibleDrive {
  const trace = new Trace();
  const make = isHosted ? prepareMachine : asItIs;
  const machine = make(build({ trace, make }));
  return driveVisibly(machine, {
    trace,
    isHosted,
    // An actor that has an input can start unwatched.
    origin: { input: (input?.() ?? {}) as object },
    neighbours,
    steps,
    events: eventsOf(machine, ownSteps),
    wire: wire && ((actor) => wire(actor, trace)),
    acts,
    isDecided,
  });
}

export interface RestoredOptions {
  /** True when the actor that is persisted is hosted. */
  readonly fromHosted: boolean;
  /** True when the actor that is restored is hosted. */
  readonly toHosted: boolean;
  /** The number of steps before that. */
  readonly at: number;
}

/** Runs some steps, persists the actor as JSON, restores it, and runs the other steps. */
export function observeRestoredVisibly(
  chart: Chart,
  { fromHosted, toHosted, at }: RestoredOptions,
): readonly Moment[] {
  const { build, steps, input, neighbours, wire } = chart;
  const trace = new Trace();
  const makerOf = (isHosted: boolean) => (isHosted ? prepareMachine : asItIs);
  const machine = build({ trace, make: makerOf(toHosted) });
  const events = eventsOf(machine, steps);
  const options = {
    trace,
    neighbours,
    events,
    wire: wire && ((actor: Parameters<typeof wire>[0]) => wire(actor, trace)),
  };
  const first = driveVisibly(makerOf(fromHosted)(machine), {
    ...options,
    isHosted: fromHosted,
    origin: { input: (input?.() ?? {}) as object },
    steps: steps.slice(0, at),
  });
  trace.begin();
  if (first.actor === undefined) return [];
  let origin: Origin;
  try {
    origin = { snapshot: JSON.parse(JSON.stringify(first.actor.getPersistedSnapshot())) };
  } catch (error) {
    trace.note({ notPersisted: error });
    return [{ step: 'getPersistedSnapshot', happened: trace.take(), look: {} }];
  }
  const rest = { ...options, isHosted: toHosted, origin, steps: steps.slice(at) };
  return driveVisibly(makerOf(toHosted)(machine), rest).moments;
}
