import type { ActorRefLike, StateValue } from 'xstate';
import type { HostedActor } from '../xstate/host/hostedActor.ts';

/** The state of an actor at one moment. What is in it never changes: a context is replaced. */
export interface ActorView {
  readonly status: string;
  readonly value?: StateValue;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** What inspectors read of an actor. */
export interface InspectedActor {
  readonly id: string;
  readonly sessionId: string;
  /** The chart; without a `config` for the shop itself. */
  readonly logic: { readonly config?: object };
  readonly _parent: InspectedActor | undefined;
  getSnapshot(): ActorView;
}

/**
 * An actor that is shown. It is one session for as long as it exists: XState would begin another one each time that the
 * actor comes back into memory.
 */
export class ShownActor implements InspectedActor {
  readonly id: string;
  readonly sessionId: string;
  readonly logic: { readonly config?: object };
  readonly _parent: ShownActor | undefined;
  view: ActorView;
  /** True when inspectors have been told of it. */
  isAnnounced = false;

  constructor(id: string, logic: object, view: ActorView, parent?: ShownActor) {
    this.id = id;
    // Other than the id, since the Stately inspector shows the chart's name for an actor whose id is that of its session.
    this.sessionId = parent === undefined ? id : `${parent.sessionId}/${id}`;
    this.logic = logic as { readonly config?: object };
    this._parent = parent;
    this.view = view;
  }

  getSnapshot(): ActorView {
    return this.view;
  }

  /** The actor as it is now, for inspectors that read it later. */
  asItIs(): InspectedActor {
    const { id, sessionId, logic, _parent, view } = this;
    return { id, sessionId, logic, _parent, getSnapshot: () => view };
  }

  /** As XState's types have it. */
  get ref(): ActorRefLike {
    return this as unknown as ActorRefLike;
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
