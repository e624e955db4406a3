import { type AnyActor, type AnyActorLogic, createActor, fromTransition } from 'xstate';

/**
 * One actor system without timers: charts set timers, but the engine that hosts the system keeps them,
 * so that they are no part of the actors that are measured here.
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

  /** Stops an actor, whose id is free afterwards. */
  stop(actor: AnyActor): void {
    actor.send({ type: 'xstate.stop' });
  }
}
