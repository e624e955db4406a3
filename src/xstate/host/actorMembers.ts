import {
  Actor,
  type AnyActor,
  type AnyActorLogic,
  type AnyMachineSnapshot,
  type EventObject,
} from 'xstate';
import {
  type ActorInternals,
  type Logger,
  type Mailbox,
  NOT_STARTED,
  type Scope,
  type SystemInternals,
} from '../internals.ts';
import type { Host } from './host.ts';
import { HostedScope } from './hostedScope.ts';
import { RareState } from './rareState.ts';

/** XState's actor without its constructor: all of its methods, none of its fields. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, Actor.prototype);
const BareActor = Bare as unknown as typeof Methods;

/** The methods of XState's actor that are used or overridden here. */
declare class Methods {
  _complete(): void;
  _error(error: unknown): void;
  _initState(snapshot: object | undefined): void;
  _process(event: EventObject): void;
  _reportError(error: unknown): void;
  _send(event: EventObject): void;
  _stopProcedure(): unknown;
  get send(): (event: EventObject) => void;
  start(): unknown;
  getSnapshot(): AnyMachineSnapshot;
  update(snapshot: AnyMachineSnapshot, event: EventObject): void;
  subscribe(...args: unknown[]): unknown;
  on(...args: unknown[]): unknown;
}

/** The members of XState's actor that all hosted actors share, and those that few of them ever need. */
export abstract class ActorMembers extends BareActor {
  readonly host: Host;
  _processingStatus: number = NOT_STARTED;
  #rare: RareState | undefined = undefined;

  constructor(host: Host) {
    super();
    this.host = host;
  }

  abstract readonly id: string;
  abstract readonly logic: AnyActorLogic;
  /** Queues an event; works on it at once unless the actor is busy. */
  protected abstract receive(event: EventObject): void;
  /** Works on the queued events, once the actor has started. */
  protected abstract drain(): void;

  get system(): AnyActor['system'] & SystemInternals {
    return this.host.root.system as ActorMembers['system'];
  }

  get ref(): AnyActor {
    return this as unknown as AnyActor;
  }

  get src(): AnyActorLogic {
    return this.logic;
  }

  get sessionId(): string {
    const rare = this.rareState;
    rare.sessionId ??= this.system._bookId();
    return rare.sessionId;
  }

  get systemId(): string | undefined {
    return undefined;
  }

  get options(): { readonly input: object | undefined } {
    return { input: this.#rare?.input };
  }

  get logger(): Logger {
    return (this.host.root as unknown as ActorInternals).logger;
  }

  get clock(): AnyActor['clock'] {
    return this.host.root.clock;
  }

  get _parent(): AnyActor {
    return this.host.root;
  }

  get _syncSnapshot(): undefined {
    return undefined;
  }

  get _doneEvent(): EventObject | undefined {
    return this.#rare?.doneEvent;
  }

  set _doneEvent(event: EventObject | undefined) {
    this.rareState.doneEvent = event;
  }

  get _actorScope(): HostedScope {
    const rare = this.rareState;
    rare.scope ??= new HostedScope(this);
    return rare.scope;
  }

  get scope(): Scope {
    return this._actorScope as unknown as Scope;
  }

  get _deferred(): (() => void)[] {
    const rare = this.rareState;
    rare.deferred ??= [];
    return rare.deferred;
  }

  /** The number of deferred functions that have not run. */
  protected get deferredCount(): number {
    return this.#rare?.deferred?.length ?? 0;
  }

  get observers(): ReadonlySet<unknown> {
    return this.#rare?.observers ?? NO_OBSERVERS;
  }

  get eventListeners(): ReadonlyMap<string, ReadonlySet<unknown>> {
    return this.#rare?.listeners ?? NO_LISTENERS;
  }

  get mailbox(): Mailbox {
    return {
      clear: () => this.clearInbox(),
      enqueue: (event) => this.receive(event),
      start: () => this.drain(),
    };
  }

  /** XState replaces the mailbox of an actor that stops, to drop what it holds. */
  set mailbox(_mailbox: Mailbox) {
    this.clearInbox();
  }

  /** Passes an emitted event to the host and to listeners. */
  emit(event: EventObject): void {
    this.host.onEmit(this, event);
    const listeners = this.#rare?.listeners;
    if (listeners === undefined) return;
    const handlers = [event.type, '*'].flatMap((type) => [...(listeners.get(type) ?? [])]);
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

  override _complete(): void {
    if (this.observers.size > 0 || this.eventListeners.size > 0) super._complete();
  }

  override subscribe(...args: unknown[]): unknown {
    const rare = this.rareState;
    rare.observers ??= new Set();
    return super.subscribe(...args);
  }

  override on(...args: unknown[]): unknown {
    const rare = this.rareState;
    rare.listeners ??= new Map();
    return super.on(...args);
  }

  /** What most actors never have; made for this one if necessary. */
  protected get rareState(): RareState {
    this.#rare ??= new RareState();
    return this.#rare;
  }

  /** Undefined if the actor has none. */
  protected get rareStateMade(): RareState | undefined {
    return this.#rare;
  }

  protected clearInbox(): void {
    if (this.#rare !== undefined) this.#rare.inbox = undefined;
  }
}

const NO_OBSERVERS: ReadonlySet<unknown> = new Set();
const NO_LISTENERS: ReadonlyMap<string, ReadonlySet<unknown>> = new Map();
