import {
  Actor,
  type AnyActor,
  type AnyActorLogic,
  type AnyMachineSnapshot,
  type EventObject,
} from 'xstate';
import { DecidingMachine, type Transitions } from '../decidingMachine.ts';
import {
  type ActorInternals,
  type ExecutableAction,
  type Logger,
  type Mailbox,
  type MailboxConstructor,
  NOT_STARTED,
  RUNNING,
  type SystemInternals,
} from '../internals.ts';

/** The surroundings of hosted actors: their parent, and callbacks for what happens to them. */
export interface Host {
  /** The parent of all hosted actors. */
  readonly root: AnyActor;
  /** Called before the actor gets a message. */
  onReceive(actor: HostedActor): void;
  onEmit(actor: HostedActor, event: EventObject): void;
  onError(actor: HostedActor, error: unknown): void;
}

/** What an actor starts from: its input, or its persisted snapshot. */
export type Origin = { readonly input: object } | { readonly snapshot: object };

/** XState's actor without its constructor: all of its methods, none of its fields. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, Actor.prototype);
const BareActor = Bare as unknown as new () => ActorInternals & PublicMembers;

/** The public members of XState's actor that are used or overridden here. */
interface PublicMembers {
  id: string;
  readonly send: (event: EventObject) => void;
  start(): unknown;
  getSnapshot(): AnyMachineSnapshot;
  subscribe(...args: unknown[]): unknown;
  on(...args: unknown[]): unknown;
}

/**
 * An XState actor (`instanceof Actor`, with all of its methods) that is cheap to create. XState's
 * constructor copies its options with a spread, which takes V8 a microsecond for each member, and
 * creates nine closures; every subscription creates more. This one sets the same fields, shares its
 * methods with all hosted actors, and reports to its host what a subscription would report.
 */
export class HostedActor<Logic extends AnyActorLogic = AnyActorLogic> extends BareActor {
  readonly logic: Logic;
  readonly src: Logic;
  readonly host: Host;
  readonly system: AnyActor['system'] & SystemInternals;
  readonly sessionId: string;
  /** XState reads the input from here until the actor has started. */
  options: { readonly input: object | undefined };
  readonly ref: AnyActor;
  override readonly logger: Logger;
  readonly clock: AnyActor['clock'];
  readonly systemId = undefined;
  override readonly _parent: AnyActor;
  override readonly _actorScope: HostedScope;
  override _deferred = NOTHING_DEFERRED;
  override readonly _syncSnapshot = undefined;
  override _snapshot: AnyMachineSnapshot | undefined = undefined;
  override _processingStatus: number = NOT_STARTED;
  override _doneEvent: EventObject | undefined = undefined;
  override observers = NO_OBSERVERS;
  override eventListeners = NO_LISTENERS;

  constructor(logic: Logic, { id, origin, host }: { id: string; origin: Origin; host: Host }) {
    super();
    const { root } = host;
    this.logic = logic;
    this.src = logic;
    this.host = host;
    this.system = root.system as HostedActor['system'];
    this.sessionId = this.system._bookId();
    this.id = id;
    this.options = { input: 'input' in origin ? origin.input : undefined };
    this.ref = this as unknown as AnyActor;
    this.logger = (root as unknown as ActorInternals).logger;
    this.clock = root.clock;
    this._parent = root;
    const Mailbox = (root as unknown as ActorInternals).mailbox.constructor as MailboxConstructor;
    this.mailbox = Object.assign(new Mailbox(processForOwner), { owner: this });
    this._actorScope = new HostedScope(this);
    this.system._sendInspectionEvent({ type: '@xstate.actor', actorRef: this.ref });
    this._initState('snapshot' in origin ? origin.snapshot : undefined);
  }

  /** Bound to the actor, as in XState, but only when it is read. */
  override get send(): (event: EventObject) => void {
    return super.send.bind(this);
  }

  /** Sends an event with the transitions that the chart has selected for it: guards do not run again. */
  sendDecided(event: EventObject, transitions: Transitions, snapshot: AnyMachineSnapshot): void {
    const { logic } = this as { readonly logic: unknown };
    const machine = logic instanceof DecidingMachine ? logic : undefined;
    machine?.decide(event, transitions, snapshot);
    try {
      super.send(event);
    } finally {
      machine?.decide();
    }
  }

  override update(snapshot: AnyMachineSnapshot, event: EventObject): void {
    super.update(snapshot, event);
    // An array that was used keeps sixteen slots: too much memory for every actor.
    if (this._deferred.length === 0) this._deferred = NOTHING_DEFERRED;
  }

  defer(run: () => void): void {
    if (this._deferred === NOTHING_DEFERRED) this._deferred = [run];
    else this._deferred.push(run);
  }

  override _send(event: EventObject): void {
    this.host.onReceive(this);
    super._send(event);
  }

  override _reportError(error: unknown): void {
    this.host.onError(this, error);
    // Without observers, XState's method has nothing to report to.
    if (this.observers.size > 0) super._reportError(error);
  }

  override _complete(): void {
    if (this.observers.size > 0 || this.eventListeners.size > 0) super._complete();
  }

  override start(): unknown {
    const started = super.start();
    this.options = NO_OPTIONS;
    return started;
  }

  override subscribe(...args: unknown[]): unknown {
    if (this.observers === NO_OBSERVERS) this.observers = new Set();
    return super.subscribe(...args);
  }

  override on(...args: unknown[]): unknown {
    if (this.eventListeners === NO_LISTENERS) this.eventListeners = new Map();
    return super.on(...args);
  }
}

/** What XState passes to the logic and to its built-in actions. */
class HostedScope {
  readonly self: HostedActor;
  readonly id: string;
  readonly sessionId: string;
  readonly logger: Logger;
  readonly system: HostedActor['system'];

  constructor(self: HostedActor) {
    this.self = self;
    this.id = self.id;
    this.sessionId = self.sessionId;
    this.logger = self.logger;
    this.system = self.system;
  }

  /** Bound, since XState's interpreter calls it without its scope; created when it is read. */
  get actionExecutor(): Execute {
    const { self } = this;
    return (action) => {
      if (self._processingStatus === RUNNING) this.#execute(action);
      else self.defer(() => this.#execute(action));
    };
  }

  /** XState's interpreter replaces it for each microstep. */
  set actionExecutor(value: Execute) {
    Object.defineProperty(this, 'actionExecutor', { value, writable: true });
  }

  defer(run: () => void): void {
    this.self.defer(run);
  }

  stopChild(child: { readonly id: string; readonly _parent: unknown; _stop(): void }): void {
    if (child._parent !== this.self) {
      throw new Error(
        `Cannot stop child actor ${child.id} of ${this.id} because it is not a child`,
      );
    }
    child._stop();
  }

  emit(event: EventObject): void {
    const { host, eventListeners } = this.self;
    host.onEmit(this.self, event);
    if (eventListeners.size === 0) return;
    const handlers = [event.type, '*'].flatMap((type) => [...(eventListeners.get(type) ?? [])]);
    for (const handler of handlers as ((event: EventObject) => void)[]) {
      try {
        handler(event);
      } catch (error) {
        // As XState does: the error does not affect the actor, and the process reports it.
        setTimeout(() => {
          throw error;
        });
      }
    }
  }

  #execute({ type, info, params, exec }: ExecutableAction): void {
    this.system._sendInspectionEvent({
      type: '@xstate.action',
      actorRef: this.self.ref,
      action: { type, params },
    });
    if (exec) (exec as (info: unknown, params: unknown) => void)(info, params);
  }
}

type Execute = (action: ExecutableAction) => void;

/** A mailbox that knows its actor. */
interface OwnedMailbox extends Mailbox {
  owner?: HostedActor;
}

/** Shared by all mailboxes, which call it as their method. */
function processForOwner(this: OwnedMailbox, event: EventObject): void {
  this.owner?._process(event);
}

/** Shared by all actors whose own would be empty. Never changed. */
const NOTHING_DEFERRED: (() => void)[] = [];
const NO_OPTIONS = { input: undefined };
const NO_OBSERVERS = new Set<unknown>();
const NO_LISTENERS = new Map<string, Set<unknown>>();
