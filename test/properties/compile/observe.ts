import { type Chart, eventsOf, type Maker, type Step } from './chart.ts';
import { drive, type Moment } from './drive.ts';
import type { StageOptions } from './stage.ts';
import { Trace } from './trace.ts';

export interface ObserveOptions {
  readonly as?: StageOptions['as'];
  /** Replace the steps of the chart. */
  readonly steps?: readonly Step[];
}

/** Builds the chart, applies `make` to it, and runs its steps. */
export function observe(
  { build, steps: ownSteps, input, neighbours, wire }: Chart,
  make: Maker,
  { as = 'child', steps = ownSteps }: ObserveOptions = {},
): readonly Moment[] {
  const trace = new Trace();
  const machine = make(build({ trace, make }));
  const events = eventsOf(machine, ownSteps);
  return drive(machine, {
    trace,
    as,
    input: input?.(),
    neighbours,
    steps,
    events,
    wire: wire && ((actor) => wire(actor, trace)),
  }).moments;
}

/** Runs the steps with two actors of one machine, one after the other. */
export function observeTwice(chart: Chart, make: Maker): readonly Moment[] {
  const { build, steps, input, neighbours, wire } = chart;
  const trace = new Trace();
  const machine = make(build({ trace, make }));
  const events = eventsOf(machine, steps);
  return [1, 2].flatMap(() => {
    trace.begin();
    const given = { trace, as: 'child', input: input?.(), neighbours, steps, events } as const;
    return drive(machine, { ...given, wire: wire && ((actor) => wire(actor, trace)) }).moments;
  });
}

export interface RestoreOptions {
  /** Makes the machine of the actor that is persisted. */
  readonly persisted: Maker;
  /** Makes the machine of the actor that is restored. */
  readonly restored: Maker;
  /** The number of steps before that. */
  readonly at: number;
}

/** Runs some steps, persists the actor as JSON, restores it, and runs the other steps. */
export function observeRestored(
  chart: Chart,
  { persisted, restored, at }: RestoreOptions,
): readonly Moment[] {
  const { build, steps, input, neighbours, wire } = chart;
  const trace = new Trace();
  const machine = build({ trace, make: restored });
  const events = eventsOf(machine, steps);
  const options = { trace, as: 'child', input: input?.(), neighbours, events } as const;
  const wired = { wire: wire && ((actor: Parameters<typeof wire>[0]) => wire(actor, trace)) };
  const first = drive(persisted(machine), { ...options, ...wired, steps: steps.slice(0, at) });
  trace.begin();
  if (first.actor === undefined) return [];
  let snapshot: unknown;
  try {
    snapshot = JSON.parse(JSON.stringify(first.actor.getPersistedSnapshot()));
  } catch (error) {
    trace.note({ notPersisted: error });
    return [{ step: 'getPersistedSnapshot', happened: trace.take(), look: {} }];
  }
  const rest = { ...options, ...wired, snapshot, steps: steps.slice(at) };
  return drive(restored(machine), rest).moments;
}
