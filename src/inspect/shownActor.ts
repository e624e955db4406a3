import type { StateValue } from 'xstate';
import type { HostedActor } from '../xstate/host/hostedActor.ts';
import { InspectedActor } from '../xstate/inspectedActor.ts';

/** The state of an actor at one moment. What is in it never changes: a context is replaced. */
export interface ActorView {
  readonly status: string;
  readonly value?: StateValue;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/**
 * An actor that is shown. It is one session for as long as it exists: XState would begin another one each time that the
 * actor comes back into memory.
 */
export class ShownActor extends InspectedActor<ActorView> {
  view: ActorView;
  /** True when inspectors have been told of it. */
  isAnnounced = false;

  constructor(id: string, logic: object, view: ActorView, parent?: ShownActor) {
    super(id, logic, () => this.view, parent);
    this.view = view;
  }

  /** The actor as it is now, for inspectors that read it later. */
  asItIs(): InspectedActor<ActorView> {
    const { id, logic, parent, view } = this;
    return new InspectedActor(id, logic, () => view, parent);
  }
}

/** The state of an actor, without a snapshot if it has none: making one would be the most of the work. */
export function viewOf(actor: HostedActor): ActorView {
  const { configuration } = actor;
  if (configuration !== undefined) {
    const { status, value, context } = actor;
    return { status, value, context };
  }
  const { status, value, context, output, error } = actor.snapshot;
  return {
    status,
    value,
    context,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
  };
}
