import { type AnyActor, type AnyActorLogic, createActor, fromTransition } from 'xstate';

/**
 * One actor system without timers: the charts set some, and how they are kept is the business of
 * whoever runs the system, not of the actors that are measured here.
 */
export class PlainSystem {
  readonly #host: AnyActor = createActor(fromTransition((state) => state, null)).start();

  constructor() {
    const system = this.#host.system as unknown as { scheduler: object };
    system.scheduler = { schedule() {}, cancel() {}, cancelAll() {} };
  }

  /** Starts an actor under the host of the system. */
  start(logic: AnyActorLogic, systemId: string, input: object): AnyActor {
    const options = { id: systemId, systemId, input, parent: this.#host };
    return (createActor(logic, options as never) as AnyActor).start();
  }

  /** Stops an actor, whose name is free again then. */
  stop(actor: AnyActor): void {
    actor.send({ type: 'xstate.stop' });
  }
}
