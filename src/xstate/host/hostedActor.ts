import type { AnyMachineSnapshot, EventObject, StateValue } from 'xstate';
import type { Chart } from '../compile/chart.ts';
import { CompiledMachine } from '../compile/compiledMachine.ts';
import { type Configuration, enabledBy } from '../compile/configuration.ts';
import { Macrostep, type Stepping } from '../compile/macrostep.ts';
import { createSnapshot, isPlain, NO_CHILDREN, NO_HISTORY } from '../compile/snapshots.ts';
import { DecidingMachine, type Transitions } from '../decidingMachine.ts';
import { NOT_STARTED, RUNNING, STOPPED } from '../internals.ts';
import { ActorMembers } from './actorMembers.ts';

/** What an actor starts from: its input, or its persisted snapshot. */
export type Origin = { readonly input: object } | { readonly snapshot: object };

/**
 * An XState actor (`instanceof Actor`, with all of its methods) that is cheap to create and to run. What
 * all hosted actors have in common are members of the prototype. An instance holds its configuration and
 * its context; its snapshot is made when it is read.
 *
 * While nobody watches the actor, its chart runs in unwatched macrosteps, which write the next state
 * into the actor. Inspectors, observers and features that the compiler does not support need XState's
 * own way, which the actor takes from one event to the next.
 */
export abstract class HostedActor extends ActorMembers implements Stepping {
  /** The present states; undefined while only the snapshot has the whole state. */
  configuration: Configuration | undefined = undefined;
  context: unknown = undefined;
  status: AnyMachineSnapshot['status'] = 'active';
  /** Counts the changes of the state. */
  changes = 0;
  #snapshot: AnyMachineSnapshot | undefined = undefined;
  /** The first macrostep, whose effects run when the actor starts. */
  #first: Macrostep | undefined = undefined;
  /** True while the actor has not started, and while it works on an event: others then wait. */
  #isBusy = true;

  /** Sets the initial state. To be called once by the constructor of a subclass. */
  protected begin(origin: Origin): void {
    const { host, logic } = this;
    if (host.isInspected) {
      this.system._sendInspectionEvent({ type: '@xstate.actor', actorRef: this.ref });
    }
    const input = 'input' in origin ? origin.input : undefined;
    if (
      input === undefined ||
      host.isInspected ||
      !isCompiled(logic) ||
      !logic.chart.startsUnwatched
    ) {
      this.rareState.input = input;
      this._initState('snapshot' in origin ? origin.snapshot : undefined);
      return;
    }
    const first = logic.firstStep(this, input, false);
    this.#take(first);
    if (first.status === 'active') this.#first = first;
  }

  get _snapshot(): AnyMachineSnapshot | undefined {
    const { configuration, status, context } = this;
    if (this.#snapshot !== undefined || configuration === undefined) return this.#snapshot;
    const parts = status === 'done' ? configuration.ended : configuration;
    this.#snapshot = createSnapshot(this.#chart.machine, parts, {
      status,
      output: undefined,
      error: undefined,
      context,
      children: NO_CHILDREN,
      historyValue: NO_HISTORY,
    });
    return this.#snapshot;
  }

  set _snapshot(snapshot: AnyMachineSnapshot | undefined) {
    const { logic } = this;
    this.changes++;
    this.#snapshot = snapshot;
    this.context = snapshot?.context;
    this.status = snapshot?.status ?? 'active';
    const isWhole = snapshot !== undefined && isCompiled(logic) && isPlain(snapshot);
    this.configuration = isWhole ? logic.chart.configurationOf(snapshot) : undefined;
  }

  /** The snapshot, also where types need it to be there. */
  get snapshot(): AnyMachineSnapshot {
    return this._snapshot as AnyMachineSnapshot;
  }

  get value(): StateValue {
    return this.configuration?.value ?? this.snapshot.value;
  }

  /** Bound to the actor, as in XState, but only when it is read. */
  override get send(): (event: EventObject) => void {
    return super.send.bind(this);
  }

  /** The transitions that the event enables now. @throws an error of a guard of the chart. */
  transitionsFor(event: EventObject): Transitions | undefined {
    const { configuration } = this;
    if (configuration !== undefined) return enabledBy(event, configuration, this)?.enabled;
    return this.snapshot.machine.getTransitionData(this.snapshot, event as never);
  }

  /**
   * Sends an event with the transitions that it enables, so that guards do not run again.
   *
   * @param decidedAt the number of changes when the guards were asked. If the state has changed
   * since, which a guard may have caused, they are asked again.
   */
  sendDecided(event: EventObject, transitions: Transitions, decidedAt: number): void {
    if (decidedAt !== this.changes) {
      super.send(event);
      return;
    }
    if (!this.#isBusy && !this.#isWatched) {
      this.host.onReceive(this);
      this.receive(event, transitions);
      return;
    }
    const { logic } = this as { readonly logic: unknown };
    const machine = logic instanceof DecidingMachine ? logic : undefined;
    machine?.decide(event, transitions, this.snapshot);
    try {
      super.send(event);
    } finally {
      machine?.decide();
    }
  }

  override _send(event: EventObject): void {
    this.host.onReceive(this);
    this.receive(event);
  }

  override start(): unknown {
    const first = this.#first;
    if (first === undefined || this._processingStatus !== NOT_STARTED) {
      super.start();
      if (this.rareStateMade !== undefined) this.rareStateMade.input = undefined;
      return this;
    }
    this.#first = undefined;
    this._processingStatus = RUNNING;
    this.#runEffects(first);
    this.drain();
    return this;
  }

  /** Stops the actor. Its timers are cancelled, its children are stopped. */
  stopNow(): void {
    if (this.#isWatched) {
      super.send({ type: 'xstate.stop' });
      return;
    }
    this.status = 'stopped';
    this.#snapshot = undefined;
    this._stopProcedure();
    this._complete();
  }

  override _stopProcedure(): unknown {
    if (this._processingStatus !== RUNNING) return this;
    this.system.scheduler.cancelAll(this.ref);
    this.clearInbox();
    this._processingStatus = STOPPED;
    this.system._unregister(this.ref);
    return this;
  }

  override _reportError(error: unknown): void {
    this.host.onError(this, error);
    // Without observers, XState's method has nothing to report to.
    if (this.observers.size > 0) super._reportError(error);
  }

  get #chart(): Chart {
    return (this.logic as unknown as CompiledMachine).chart;
  }

  /** True when the next event needs XState's own way. */
  get #isWatched(): boolean {
    return (
      this.configuration === undefined ||
      this.host.isInspected ||
      (this.rareStateMade?.observers?.size ?? 0) > 0
    );
  }

  protected override receive(event: EventObject, decided?: Transitions): void {
    if (this._processingStatus === STOPPED) return;
    if (this.#isBusy) {
      const rare = this.rareState;
      rare.inbox ??= [];
      rare.inbox.push(event);
      return;
    }
    this.#isBusy = true;
    this.#work(event, decided);
    this.drain();
  }

  protected override drain(): void {
    for (;;) {
      const inbox = this.rareStateMade?.inbox;
      if (inbox === undefined || inbox.length === 0) break;
      this.#work(inbox.shift() as EventObject, undefined);
    }
    this.#isBusy = false;
  }

  #work(event: EventObject, decided: Transitions | undefined): void {
    if (this.#isWatched || event.type === 'xstate.stop') this._process(event);
    else this.#step(event, decided);
  }

  #step(event: EventObject, decided: Transitions | undefined): void {
    const { configuration, context, host } = this;
    const from = configuration as Configuration;
    const macrostep = new Macrostep(this.#chart, this, event, from, context, false);
    macrostep.snapshotMade = this.#snapshot;
    const { running } = host;
    host.running = macrostep;
    try {
      macrostep.run(decided);
    } catch (error) {
      host.running = running;
      this.#fail(error);
      return;
    }
    host.running = running;
    this.#take(macrostep);
    this.#runEffects(macrostep);
  }

  /** Takes over the state that the macrostep has led to. */
  #take(macrostep: Macrostep): void {
    const { status, output, children } = macrostep;
    if (
      (status !== 'active' && status !== 'done') ||
      output !== undefined ||
      children !== NO_CHILDREN
    ) {
      this._snapshot = macrostep.snapshot;
      return;
    }
    this.changes++;
    this.configuration = macrostep.configuration;
    this.context = macrostep.context;
    this.status = status;
    this.#snapshot = macrostep.snapshotMade;
  }

  /** Runs the effects of a macrostep, then ends the actor if the chart has ended. */
  #runEffects(macrostep: Macrostep): void {
    const { host } = this;
    const { running } = host;
    host.running = macrostep;
    try {
      for (let effect = macrostep.firstEffect; effect !== undefined; effect = effect.next) {
        effect.run(this);
      }
    } catch (error) {
      this.#fail(error);
      return;
    } finally {
      host.running = running;
    }
    if (this.status === 'active') return;
    if (this.status !== 'done') {
      this._error((this._snapshot as AnyMachineSnapshot).error);
      return;
    }
    this._stopProcedure();
    this._complete();
  }

  #fail(error: unknown): void {
    this._snapshot = { ...this.snapshot, status: 'error', error } as AnyMachineSnapshot;
    this._error(error);
  }
}

function isCompiled(logic: unknown): logic is CompiledMachine {
  return logic instanceof CompiledMachine;
}
