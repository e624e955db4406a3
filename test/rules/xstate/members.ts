import type {
  ActionArguments,
  ActorInternals,
  AssignAction,
  BuiltinAction,
  BuiltinGuard,
  CancelAction,
  EmitAction,
  EnqueueAction,
  ExecutableAction,
  MachineInternals,
  Mailbox,
  RaiseAction,
  Scope,
  SendToAction,
  SnapshotInternals,
  SystemInternals,
} from '../../../src/xstate/internals.ts';

/** Every member of an interface, once: one too few or too many is an error of types. */
type Members<Internals> = Readonly<Record<keyof Internals, true>>;

export const ACTOR: Members<ActorInternals> = {
  logger: true,
  observers: true,
  eventListeners: true,
  mailbox: true,
  _parent: true,
  _syncSnapshot: true,
  _actorScope: true,
  _deferred: true,
  _snapshot: true,
  _processingStatus: true,
  _doneEvent: true,
  update: true,
  _initState: true,
  _process: true,
  _send: true,
  _stop: true,
  _complete: true,
  _reportError: true,
  _error: true,
  _stopProcedure: true,
};

export const MAILBOX: Members<Mailbox> = { clear: true, enqueue: true, start: true };

export const SYSTEM: Members<SystemInternals> = {
  _bookId: true,
  _register: true,
  _unregister: true,
  _relay: true,
  _set: true,
  _sendInspectionEvent: true,
};

/** XState's types have these, and let them be replaced. */
export const REPLACED_IN_SYSTEM = { scheduler: true, get: true, getAll: true } as const;

export const SNAPSHOT: Members<SnapshotInternals> = { _nodes: true };

export const MACHINE: Members<MachineInternals> = { __xstatenode: true };

export const SCOPE: Members<Scope> = {
  self: true,
  system: true,
  defer: true,
  actionExecutor: true,
};

export const EXECUTABLE_ACTION: Members<ExecutableAction> = {
  type: true,
  info: true,
  params: true,
  exec: true,
};

export const ACTION_ARGUMENTS: Members<ActionArguments> = {
  context: true,
  event: true,
  self: true,
  system: true,
};

/** `execute` is left out where an action only changes the snapshot. */
export const BUILTIN_ACTION: Members<BuiltinAction> = { type: true, resolve: true, execute: true };

export const ASSIGN_ACTION: Members<AssignAction> = { assignment: true };

export const ENQUEUE_ACTION: Members<EnqueueAction> = { collect: true };

export const EMIT_ACTION: Members<EmitAction> = { event: true };

export const SEND_TO_ACTION: Members<SendToAction> = {
  to: true,
  event: true,
  id: true,
  delay: true,
};

export const RAISE_ACTION: Members<RaiseAction> = { event: true, id: true, delay: true };

export const CANCEL_ACTION: Members<CancelAction> = { sendId: true };

export const BUILTIN_GUARD: Members<BuiltinGuard> = { check: true, guards: true };
