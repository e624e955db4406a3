import {
  type ActorSystem,
  type ActorSystemInfo,
  type AnyActor,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  type EventObject,
  type InspectionEvent,
  StateMachine,
} from 'xstate';

/*
 * The members of XState that its types keep private, or that only its own code is meant to use.
 * They may change in any version: no file outside src/xstate/ names one, and a test compares them
 * with the installed version.
 */

export type AnyActorSystem = ActorSystem<ActorSystemInfo>;

/** Members of an actor. `HostedActor` sets the fields and overrides some of the methods. */
export interface ActorInternals {
  logger: Logger;
  observers: Set<unknown>;
  eventListeners: Map<string, Set<unknown>>;
  mailbox: Mailbox;
  _parent?: AnyActorRef | undefined;
  _syncSnapshot?: boolean | undefined;
  _actorScope: object;
  /** Functions that run when the current macrostep has ended. */
  _deferred: (() => void)[];
  _snapshot: AnyMachineSnapshot | undefined;
  _processingStatus: number;
  _doneEvent: EventObject | undefined;
  update(snapshot: AnyMachineSnapshot, event: EventObject): void;
  _initState(snapshot: object | undefined): void;
  _process(event: EventObject): void;
  _send(event: EventObject): void;
  _stop(): void;
  _complete(): void;
  _reportError(error: unknown): void;
  /** Stops the actor, and reports the error. */
  _error(error: unknown): void;
  /** Cancels what waits and takes the actor out of its system. */
  _stopProcedure(): unknown;
}

export type Logger = (...values: unknown[]) => void;

/** XState's numbers for the progress of an actor. */
export const NOT_STARTED = 0;
export const RUNNING = 1;
export const STOPPED = 2;

/** Queues the events of one actor. Calls `process` as its own method. */
export interface Mailbox {
  clear(): void;
  enqueue(event: EventObject): void;
  start(): void;
}

/** Sends a message to an actor. */
export type Relay = (
  source: AnyActorRef | undefined,
  target: AnyActorRef,
  event: EventObject,
) => void;

/** Members of an actor system. */
export interface SystemInternals {
  _bookId(): string;
  _register(sessionId: string, actor: AnyActorRef): string;
  _unregister(actor: AnyActorRef): void;
  _relay: Relay;
  /** Makes the actor known under a `systemId`. */
  _set(systemId: string, actor: AnyActorRef): void;
  /** Reports something to those who inspect the system, with the `rootId` added. */
  _sendInspectionEvent(event: {
    readonly type: InspectionEvent['type'];
    readonly actorRef: AnyActorRef;
    readonly [member: string]: unknown;
  }): void;
}

/** Members of a machine's snapshot. */
export interface SnapshotInternals {
  /** The active states, the root first; in reverse once the machine has ended. */
  readonly _nodes: readonly AnyStateNode[];
}

/** Members of a state machine. */
export interface MachineInternals {
  /** Marks state machines, also those that another copy of XState has made. */
  readonly __xstatenode: true;
}

/** What XState passes to the logic of an actor and to its built-in actions. */
export interface Scope {
  readonly self: AnyActor;
  readonly system: AnyActorSystem & Pick<SystemInternals, '_sendInspectionEvent'>;
  /** Runs a function when the whole macrostep has ended, in the order of the calls. */
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

/** An action created by XState: `raise(...)`, `emit(...)`, `assign(...)` and so on. */
export interface BuiltinAction {
  readonly type: string;
  /** Computes the parameters; some also return the next snapshot, or further actions. */
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

/** What `assign(...)` has besides. */
export interface AssignAction {
  readonly assignment: unknown;
}

/** What `enqueueActions(...)` has besides. */
export interface EnqueueAction {
  collect(args: object, params: unknown): void;
}

/** What `emit(...)` has besides. */
export interface EmitAction {
  readonly event: unknown;
}

/** What `sendTo(...)` has besides. */
export interface SendToAction {
  readonly to: unknown;
  readonly event: unknown;
  readonly id: unknown;
  readonly delay: unknown;
}

/** What `raise(...)` has besides. */
export interface RaiseAction {
  readonly event: unknown;
  readonly id: unknown;
  readonly delay: unknown;
}

/** What `cancel(...)` has besides. */
export interface CancelAction {
  readonly sendId: unknown;
}

/** A guard created by XState: `and`, `or`, `not` and `stateIn`. */
export interface BuiltinGuard {
  check(snapshot: AnyMachineSnapshot, args: object, guard: unknown): unknown;
  /** The guards that are combined; `stateIn` has none. */
  readonly guards?: readonly unknown[];
}

/** An action in a chart: inline, by name, or by name with parameters. */
export type ActionReference = string | ((...args: never[]) => unknown) | NamedReference;

export interface NamedReference {
  readonly type: string;
  readonly params?: unknown;
}

/** True when the value is a state machine, also one that another copy of XState has made. */
export function isStateMachine(value: unknown): value is AnyStateMachine {
  if (value instanceof StateMachine) return true;
  return (Object(value) as Partial<MachineInternals>).__xstatenode === true;
}

/** The actor that has spawned or invoked this one; undefined for the root of a system. */
export function parentOf(actor: AnyActorRef): AnyActorRef | undefined {
  return (actor as AnyActorRef & ActorInternals)._parent;
}

/** The guards that `and`, `or` and `not` have combined; none for any other function. */
export function guardsIn(guard: object): readonly unknown[] {
  return (guard as Partial<BuiltinGuard>).guards ?? [];
}

export function isNotStarted(actor: AnyActorRef): boolean {
  return (actor as unknown as ActorInternals)._processingStatus === NOT_STARTED;
}

export function isStopped(actor: AnyActorRef): boolean {
  return (actor as unknown as ActorInternals)._processingStatus === STOPPED;
}

export function internalsOf(system: AnyActorSystem | AnyActor['system']): SystemInternals {
  return system as unknown as SystemInternals;
}

/** Sends a message by way of the system, which all messages take. */
export function relay(
  system: AnyActor['system'] | AnyActorSystem,
  source: AnyActorRef | undefined,
  target: AnyActorRef,
  event: EventObject,
): void {
  internalsOf(system)._relay(source, target, event);
}

/** Makes an actor known to its system under a `systemId`. */
export function setSystemId(actor: AnyActor, systemId: string): void {
  internalsOf(actor.system)._set(systemId, actor);
}

/** The active states of a machine, the root first; in reverse once the machine has ended. */
export function activeNodesOf(snapshot: AnyMachineSnapshot): readonly AnyStateNode[] {
  return (snapshot as SnapshotInternals)._nodes;
}

/** Reports a microstep to those who inspect the system. */
export function inspectMicrostep(
  { self, system }: Scope,
  event: EventObject,
  snapshot: AnyMachineSnapshot,
  transitions: readonly AnyTransitionDefinition[],
): void {
  system._sendInspectionEvent({
    type: '@xstate.microstep',
    actorRef: self,
    event,
    snapshot,
    _transitions: transitions,
  });
}
