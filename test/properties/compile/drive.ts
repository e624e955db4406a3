import type { Actor, AnyStateMachine, EventObject } from 'xstate';
import { eventOf, type Step } from './chart.ts';
import { attempt, look } from './look.ts';
import type { Plain } from './plain.ts';
import { type StageOptions, stage } from './stage.ts';

/** What happened at one step, in order, and the state of the actor afterwards. */
export interface Moment {
  readonly step: string;
  readonly happened: Plain;
  readonly look: Plain;
}

export interface DriveOptions extends StageOptions {
  readonly steps: readonly Step[];
  /** The events for which `can` is called. */
  readonly events: readonly EventObject[];
  readonly wire?: ((actor: Actor<AnyStateMachine>) => void) | undefined;
}

export interface Drive {
  readonly moments: readonly Moment[];
  /** Undefined if it could not be created. */
  readonly actor: Actor<AnyStateMachine> | undefined;
}

/** Creates an actor of the machine, starts it, runs the steps, and records everything. */
export function drive(machine: AnyStateMachine, options: DriveOptions): Drive {
  const { trace, steps, events, wire } = options;
  const moments: Moment[] = [];
  let actor: Actor<AnyStateMachine> | undefined;
  const moment = (step: string, happen: () => void) => {
    const before = actor?.getSnapshot();
    const thrown = attempt(happen);
    if (thrown !== undefined) trace.note({ thrown });
    const happened = trace.take();
    const seen = actor === undefined ? {} : look(actor, machine, { events, before });
    const asked = trace.take();
    moments.push({ step, happened, look: { ...(trace.plain(seen) as object), asked } });
  };
  withUnhandledErrors(
    (unhandled) => trace.note({ unhandled }),
    () => {
      let advance = (_ms: number) => {};
      moment('createActor', () => {
        const made = stage(machine, options);
        actor = made.actor;
        advance = (ms) => made.clock.advance(ms);
        observe(actor, options);
        wire?.(actor);
      });
      const started = actor;
      if (started === undefined) return;
      moment('start', () => void started.start());
      for (const step of steps) {
        if (typeof step === 'number') moment(`${step} ms later`, () => advance(step));
        else moment(JSON.stringify(step), () => started.send(eventOf(step)));
      }
    },
  );
  return { moments, actor };
}

function observe(actor: Actor<AnyStateMachine>, { trace }: DriveOptions): void {
  actor.on('*', (emitted) => trace.note({ emitted }));
  actor.subscribe({
    next: (next) => trace.note({ next }),
    error: (error) => trace.note({ error }),
    complete: () => trace.note({ complete: true }),
  });
}

/** XState throws unhandled errors from a timeout: here they are recorded instead. */
export function withUnhandledErrors(tell: (error: unknown) => void, run: () => void): void {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((callback: () => void) => {
    try {
      callback();
    } catch (error) {
      tell(error);
    }
  }) as typeof setTimeout;
  try {
    run();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}
