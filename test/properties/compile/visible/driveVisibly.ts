import type { Actor, AnyStateMachine, EventObject } from 'xstate';
import type { Transitions } from '../../../../src/xstate/decidingMachine.ts';
import { HostedActor, type Origin } from '../../../../src/xstate/host/hostedActor.ts';
import { eventOf, type Step } from '../chart.ts';
import { type Moment, withUnhandledErrors } from '../drive.ts';
import { attempt, look } from '../look.ts';
import type { Plain } from '../plain.ts';
import { type Act, Meddler } from './meddler.ts';
import { type RecordingHost, type VisibleStageOptions, visibleStage } from './visibleStage.ts';

export interface VisibleDriveOptions extends VisibleStageOptions {
  readonly origin: Origin;
  readonly steps: readonly Step[];
  /** The events for which `can` is called. */
  readonly events: readonly EventObject[];
  readonly wire?: ((actor: Actor<AnyStateMachine>) => void) | undefined;
  /** Done before the start and then before each step; without them, the actor is read after each step. */
  readonly acts?: readonly Act[] | undefined;
  /** True when the transitions of an event are found first and passed on with it, as by a command. */
  readonly isDecided?: boolean | undefined;
}

export interface VisibleDrive {
  readonly moments: readonly Moment[];
  /** Undefined if it could not be created. */
  readonly actor: Actor<AnyStateMachine> | undefined;
  readonly host: RecordingHost | undefined;
}

/** Creates an actor of the machine, starts it, runs the steps, and records what can be seen. */
export function driveVisibly(machine: AnyStateMachine, options: VisibleDriveOptions): VisibleDrive {
  const { trace, steps, events, wire, acts, isDecided = false } = options;
  const moments: Moment[] = [];
  let actor: Actor<AnyStateMachine> | undefined;
  let host: RecordingHost | undefined;
  let isLast = false;
  const moment = (step: string, happen: () => void) => {
    const reads = acts === undefined || isLast;
    const before = reads ? actor?.getSnapshot() : undefined;
    const thrown = attempt(happen);
    if (thrown !== undefined) trace.note({ thrown });
    const happened = trace.take().filter((entry) => !isDecided || !isOfDeciding(entry));
    const seen = actor === undefined || !reads ? {} : read(actor, machine, { events, before });
    const asked = trace.take();
    moments.push({ step, happened, look: { ...(trace.plain(seen) as object), asked } });
  };
  withUnhandledErrors(
    (unhandled) => trace.note({ unhandled }),
    () => {
      const meddler = new Meddler(trace);
      const first = acts?.[0] ?? 'nothing';
      let advance = (_ms: number) => {};
      moment('createActor', () => {
        const made = visibleStage(machine, {
          ...options,
          onSystem: (root) => meddler.onSystem(root, first === 'inspect'),
        });
        ({ actor, host } = made);
        advance = (ms) => made.clock.advance(ms);
        actor.on('*', (emitted) => trace.note({ emitted }));
        wire?.(actor);
      });
      if (actor === undefined || host === undefined) return;
      const started = actor;
      meddler.onActor(started);
      if (first !== 'inspect') meddler.act(first);
      moment('start', () => void started.start());
      for (const [index, step] of steps.entries()) {
        meddler.act(acts?.[index + 1] ?? 'nothing');
        if (typeof step === 'number') moment(`${step} ms later`, () => advance(step));
        else {
          moment(JSON.stringify(step), () => {
            trace.note({ sentTo: started });
            send(started, eventOf(step), isDecided);
          });
        }
      }
      isLast = true;
      moment('the end', () => {});
    },
  );
  return { moments, actor, host };
}

/** Everything but whether an actor without children has the same empty object of them as before. */
function read(...given: Parameters<typeof look>): object {
  const seen = look(...given) as { isAsBefore?: { snapshot: boolean; context: boolean } };
  if (seen.isAsBefore === undefined) return seen;
  const { snapshot, context } = seen.isAsBefore;
  return { ...seen, isAsBefore: { snapshot, context } };
}

/**
 * True for what differs when transitions are found first: guards run before the event is sent, and
 * the event goes straight to the actor.
 */
function isOfDeciding(entry: Plain): boolean {
  const { called, sent, from } = entry as Readonly<Record<string, Plain>>;
  return called !== undefined || (sent !== undefined && from === '«undefined»');
}

/** Finds the transitions first, as a command does. Only a hosted actor can take them over. */
function send(actor: Actor<AnyStateMachine>, event: EventObject, isDecided: boolean): void {
  if (!isDecided) {
    actor.send(event);
    return;
  }
  const given: unknown = actor;
  const hosted = given instanceof HostedActor ? given : undefined;
  const decidedAt = hosted?.changes ?? 0;
  const transitions = attempt(() => {
    if (hosted !== undefined) return hosted.transitionsFor(event);
    const snapshot = actor.getSnapshot();
    return snapshot.machine.getTransitionData(snapshot, event);
  });
  if (hosted !== undefined && Array.isArray(transitions) && transitions.length > 0) {
    hosted.sendDecided(event, transitions as unknown as Transitions, decidedAt);
  } else actor.send(event);
}
