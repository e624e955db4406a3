import type { AnyActorLogic } from 'xstate';
import { setSystemId } from '../internals.ts';
import type { Host } from './host.ts';
import { HostedActor } from './hostedActor.ts';

/** An actor that lives as long as its engine. It has no record, and is found by its `systemId`. */
export class ServiceActor<Logic extends AnyActorLogic = AnyActorLogic> extends HostedActor {
  readonly id: string;
  readonly logic: Logic;

  constructor(systemId: string, logic: Logic, { input, host }: { input: object; host: Host }) {
    super(host);
    this.id = systemId;
    this.logic = logic;
    this.begin({ input });
  }

  override get systemId(): string {
    return this.id;
  }

  override start(): unknown {
    setSystemId(this.ref, this.id);
    return super.start();
  }
}
