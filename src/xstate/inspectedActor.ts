import type { ActorRefLike } from 'xstate';

/** What inspectors of XState read of an actor, for one that is no actor of XState. */
export class InspectedActor<Snapshot = unknown> {
  readonly id: string;
  readonly sessionId: string;
  /** The machine; without a `config` for what is none. */
  readonly logic: { readonly config?: object };
  readonly parent: InspectedActor | undefined;
  readonly #snapshot: () => Snapshot;

  /** @param parent undefined for the root, whose session is its id. */
  constructor(
    id: string,
    logic: object,
    snapshot: () => Snapshot,
    parent: InspectedActor | undefined,
  ) {
    this.id = id;
    // Other than the id, since the Stately inspector shows the chart's name for an actor whose id is that of its session.
    this.sessionId = parent === undefined ? id : `${parent.sessionId}/${id}`;
    this.logic = logic as { readonly config?: object };
    this.parent = parent;
    this.#snapshot = snapshot;
  }

  /** Where inspectors look for the parent. */
  get _parent(): InspectedActor | undefined {
    return this.parent;
  }

  getSnapshot(): Snapshot {
    return this.#snapshot();
  }

  /** As XState's types have it. */
  get ref(): ActorRefLike {
    return this as unknown as ActorRefLike;
  }
}
