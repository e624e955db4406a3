import type { Actor } from 'xstate';
import {
  type DeliveryEvent,
  type DeliveryInput,
  type DeliveryState,
  deliveryId,
  deliveryMachine,
} from '../../machines/index.ts';
import type { Engine } from '../runtime/engine.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';

/** The actor that decides when a batch of one channel may go out. */
export class DeliveryActor {
  #actor: Actor<typeof deliveryMachine> | undefined;

  /** @param onChange called when the actor has got an event, within its turn. */
  start(engine: Engine, input: DeliveryInput, onChange: () => void): void {
    const machine = prepareMachine(deliveryMachine);
    this.#actor = engine.spawnService(deliveryId(input.channel), machine, input);
    this.#actor.subscribe(onChange);
  }

  /** `idle` before the start. */
  get state(): DeliveryState {
    return (this.#actor?.getSnapshot().value ?? 'idle') as DeliveryState;
  }

  /** Sends an event: within the present turn, or in one of its own. */
  send(event: DeliveryEvent): void {
    this.#actor?.send(event);
  }
}
