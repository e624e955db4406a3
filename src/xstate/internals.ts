import type {
  ActorSystem,
  ActorSystemInfo,
  AnyActor,
  AnyActorRef,
  AnyMachineSnapshot,
  EventObject,
  InspectionEvent,
} from 'xstate';

export type AnyActorSystem = ActorSystem<ActorSystemInfo>;

/**
 * What XState hands to the logic of an actor and to its built-in actions. Its public types leave
 * out most of it; the tests of equivalence fail when one of these members changes.
 */
export interface Scope {
  readonly self: AnyActor;
  readonly system: AnyActorSystem & {
    _sendInspectionEvent(event: InspectionEvent): void;
  };
  /** Runs something once the whole macrostep is over, in order. */
  defer(run: () => void): void;
  actionExecutor(action: ExecutableAction): void;
}

export interface ExecutableAction {
  readonly type: string;
  readonly info: ActionArguments;
  readonly params: unknown;
  readonly exec: unknown;
}

/** The first argument of actions and of the expressions in them. */
export interface ActionArguments {
  readonly context: unknown;
  readonly event: EventObject;
  readonly self: AnyActorRef;
  readonly system: AnyActorSystem;
}

/** An action that XState made: `raise(...)`, `emit(...)`, `assign(...)` and so on. */
export interface BuiltinAction {
  readonly type: string;
  /** Works out the parameters; for some also the next snapshot, or further actions. */
  resolve(
    scope: Scope,
    snapshot: AnyMachineSnapshot,
    args: ActionArguments,
    params: unknown,
    action: BuiltinAction,
    extra: { readonly internalQueue: EventObject[]; readonly deferredActorIds: undefined },
  ): readonly [AnyMachineSnapshot, unknown, readonly unknown[] | undefined];
  execute?(scope: Scope, params: unknown): void;
}

/** How an action stands in a chart: inline, by name, or by name with parameters. */
export type ActionReference = string | ((...args: never[]) => unknown) | NamedReference;

export interface NamedReference {
  readonly type: string;
  readonly params?: unknown;
}
