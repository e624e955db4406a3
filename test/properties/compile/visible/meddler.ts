import fc from 'fast-check';
import type {
  Actor,
  AnyActor,
  AnyActorRef,
  AnyStateMachine,
  InspectionEvent,
  Subscription,
} from 'xstate';
import { inspected } from '../stage.ts';
import type { Trace } from '../trace.ts';
import { isOfDone } from './visibleStage.ts';

const ACTS = [
  'inspect',
  'stop inspecting',
  'subscribe',
  'subscribe for errors',
  'unsubscribe',
  'listen',
  'read',
  'persist',
  'nothing',
  'nothing',
] as const;

/** Something that is done to an actor before it gets an event. */
export type Act = (typeof ACTS)[number];

export const anyAct: fc.Arbitrary<Act> = fc.constantFrom(...ACTS);

/** Attaches observers to an actor and detaches them, and records what they see. */
export class Meddler {
  #actor: Actor<AnyStateMachine> | undefined;
  #root: AnyActor | undefined;
  readonly #trace: Trace;
  #inspection: Subscription | undefined;
  readonly #subscriptions: Subscription[] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /**
   * Tells of the system in which the actor will be. An inspector may come now, but not between the
   * creation of an actor and its start: a hosted one has then taken its first step unwatched.
   */
  onSystem(root: AnyActor, isInspected: boolean): void {
    this.#root = root;
    if (isInspected) this.#inspect();
  }

  onActor(actor: Actor<AnyStateMachine>): void {
    this.#actor = actor;
  }

  act(act: Act): void {
    const trace = this.#trace;
    const actor = this.#actor as Actor<AnyStateMachine>;
    if (act === 'inspect') this.#inspect();
    else if (act === 'stop inspecting') {
      this.#inspection?.unsubscribe();
      this.#inspection = undefined;
    } else if (act === 'subscribe') {
      this.#subscriptions.push(actor.subscribe((next) => trace.note({ next })));
    } else if (act === 'subscribe for errors') {
      this.#subscriptions.push(actor.subscribe({ error: (error) => trace.note({ error }) }));
    } else if (act === 'listen') {
      this.#subscriptions.push(actor.on('*', (heard) => trace.note({ heard })));
    } else if (act === 'unsubscribe') {
      this.#subscriptions.shift()?.unsubscribe();
    } else if (act === 'read') {
      trace.note({ read: actor.getSnapshot() });
    } else if (act === 'persist') {
      this.#persist(actor);
    }
  }

  #inspect(): void {
    this.#inspection ??= this.#root?.system.inspect((event) => this.#note(event));
  }

  #persist(actor: Actor<AnyStateMachine>): void {
    try {
      this.#trace.note({ persisted: JSON.stringify(actor.getPersistedSnapshot()) });
    } catch (notPersisted) {
      this.#trace.note({ notPersisted });
    }
  }

  #note(inspection: InspectionEvent): void {
    const { type, actorRef } = inspection;
    if (
      type === '@xstate.event' &&
      isOfDone(actorRef as AnyActorRef, inspection.event, this.#root as AnyActor)
    )
      return;
    this.#trace.note(inspected(inspection));
  }
}
