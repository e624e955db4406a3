import type { AnyActor, EventObject } from 'xstate';
import { type ExecutableAction, type Logger, RUNNING, type SystemInternals } from '../internals.ts';
import type { Host } from './host.ts';

/** The members of a hosted actor that its scope needs. */
export interface ScopedActor {
  readonly id: string;
  readonly sessionId: string;
  readonly ref: AnyActor;
  readonly system: AnyActor['system'] & SystemInternals;
  readonly logger: Logger;
  readonly host: Host;
  readonly _processingStatus: number;
  readonly _deferred: (() => void)[];
  emit(event: EventObject): void;
}

type Execute = (action: ExecutableAction) => void;
type Method = { exec(info: unknown, params: unknown): void };

/** What XState passes to the logic of a hosted actor and to its built-in actions. */
export class HostedScope {
  readonly self: ScopedActor;
  #executor: Execute | undefined = undefined;

  constructor(self: ScopedActor) {
    this.self = self;
  }

  get id(): string {
    return this.self.id;
  }

  get sessionId(): string {
    return this.self.sessionId;
  }

  get logger(): Logger {
    return this.self.logger;
  }

  get system(): ScopedActor['system'] {
    return this.self.system;
  }

  /** Bound, since XState's interpreter calls it without its scope; created when it is first read. */
  get actionExecutor(): Execute {
    this.#executor ??= (action) => {
      if (this.self._processingStatus === RUNNING) this.#execute(action);
      else this.defer(() => this.#execute(action));
    };
    return this.#executor;
  }

  /** XState's interpreter replaces it for each microstep. */
  set actionExecutor(value: Execute) {
    Object.defineProperty(this, 'actionExecutor', { value, writable: true });
  }

  defer(run: () => void): void {
    const { self } = this;
    const { running } = self.host;
    // An unwatched macrostep keeps its effects in one list, so that they run in their order.
    if (running !== undefined && running.self === self.ref) running.effects.call(run);
    else self._deferred.push(run);
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
    this.self.emit(event);
  }

  #execute(action: ExecutableAction): void {
    const { type, params } = action;
    this.system._sendInspectionEvent({
      type: '@xstate.action',
      actorRef: this.self.ref,
      action: { type, params },
    });
    // As XState calls it: as a method, and with the error that this has if it is not a function.
    if (action.exec) (action as Method).exec(action.info, params);
  }
}
