import type { AnyMachineSnapshot, EventObject, StateValue } from 'xstate';
import type { Chart } from '../compile/chart.ts';
import { type CompiledMachine, isCompiled } from '../compile/compiledMachine.ts';
import { type Configuration, enabledBy } from '../compile/configuration.ts';
import { Macrostep } from '../compile/macrostep.ts';
import { createSnapshot, isPlain, NO_CHILDREN, NO_HISTORY } from '../compile/snapshots.ts';
import type { Stepping } from '../compile/stepState.ts';
import { DecidingMachine, type Transitions } from '../decidingMachine.ts';
import { NOT_STARTED, RUNNING, STOPPED } from '../internals.ts';
import { ActorMembers } from './actorMembers.ts';

/** What an actor starts from: its input, or its persisted snapshot. */
export type Origin = { readonly input: object } | { readonly snapshot: object };

/**
 * An XState actor (`instanceof Actor`, with all of its methods) that is cheap to create and to run. What all hosted actors have
 * in common are members of the prototype. An instance holds its configuration and its context; its snapshot is made on reading.
 *
 * While nobody watches the actor, its chart runs in unwatched macrosteps, which write the next state into the actor. Inspectors,
 * observers and features that are not compiled need XState's own way, which the actor takes from one event to the next.
 */
export abstract class HostedActor extends ActorMembers implements Stepping {
  /** The present states; undefined while only the snapshot has the whole state. */
  configuration: Configuration | undefined = undefined;
  context: unknown = undefined;
  status: AnyMachineSnapshot['status'] = 'active';
  /** Counts the changes of the state. */
  changes = 0;
  #snapshot: AnyMachineSnapshot | undefined = undefined;
  /** Not false while events wait: for the present one, or for the start, with its macrostep if it has one. */
  #busy: boolean | Macrostep = true;

  /** Sets the initial state. To be called once by the constructor of a subclass. */
  protected begin(origin: Origin): void {
    const { host, logic } = this;
    if (host.isInspected) {
      this.system._sendInspectionEvent({ type: '@xstate.actor', actorRef: this.ref });
    }
    const input = 'input' in origin ? origin.input : undefined;
    const isUnwatched = !host.isInspected && isCompiled(logic) && logic.chart.startsUnwatched;
    if (input === undefined || !isUnwatched) {
      this.rareState.input = input;
      this._initState('snapshot' in origin ? origin.snapshot : undefined);
      return;
    }
    try {
      const first = logic.firstStep(this, input);
      this.#busy = first;
      this.#take(first);
    } catch (error) {
      this._snapshot = { status: 'error', output: undefined, error } as AnyMachineSnapshot;
    }
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

  /** Replaces the context of an active actor. That is no step of its chart: no observer is called. */
  protected replaceContext(context: unknown): void {
    const { configuration } = this;
    const whole = configuration === undefined ? { ...this.snapshot, context } : undefined;
    // A snapshot that was made is dropped in any case.
    this._snapshot = whole as AnyMachineSnapshot | undefined;
    if (configuration !== undefined) Object.assign(this, { configuration, context });
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
   * @param decidedAt the number of changes when the guards were asked. If a guard has caused one since, they are asked again.
   */
  sendDecided(event: EventObject, transitions: Transitions, decidedAt: number): void {
    if (decidedAt !== this.changes) {
      super.send(event);
      return;
    }
    if (this.#busy === false && this.configuration !== undefined && !this.#isWatched) {
      this.host.onReceive(this, event);
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
    this.host.onReceive(this, event);
    this.receive(event);
  }

  override start(): unknown {
    const first = this.#busy instanceof Macrostep ? this.#busy : undefined;
    if (first !== undefined) this.#busy = true;
    const isPlain = this._processingStatus === NOT_STARTED && this.configuration !== undefined;
    if (first === undefined || !isPlain || this.#isWatched) {
      if (first !== undefined) this.#defer(first);
      super.start();
      if (this.rareStateMade !== undefined) this.rareStateMade.input = undefined;
      return this;
    }
    this._processingStatus = RUNNING;
    try {
      first.effects.run(this);
    } catch (error) {
      this.#fail(error);
      return this;
    }
    this.#finish(first, first.event);
    this.drain();
    return this;
  }

  /** Stops the actor. Its timers are cancelled, its children are stopped. */
  stopNow(): void {
    if (this.configuration === undefined || this.#isWatched) {
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

  /** True when somebody sees each step: it is then taken, and reported, as XState does. */
  get #isWatched(): boolean {
    return this.host.isInspected || (this.rareStateMade?.observers?.size ?? 0) > 0;
  }

  protected override receive(event: EventObject, decided?: Transitions): void {
    if (this._processingStatus === STOPPED) return;
    if (this.#busy !== false) {
      const rare = this.rareState;
      rare.inbox ??= [];
      rare.inbox.push(event);
      return;
    }
    this.#busy = true;
    this.#work(event, decided);
    this.drain();
  }

  protected override drain(): void {
    for (;;) {
      const inbox = this.rareStateMade?.inbox;
      if (inbox === undefined || inbox.length === 0) break;
      this.#work(inbox.shift() as EventObject, undefined);
    }
    this.#busy = false;
  }

  #work(event: EventObject, decided: Transitions | undefined): void {
    const { tally } = this.host;
    const before = tally && (this.configuration ?? this.snapshot.value);
    if (this.#isWatched || event.type === 'xstate.stop') this._process(event);
    else if (this.configuration === undefined) this.#transit(event);
    else this.#step(event, this.configuration, decided);
    if (tally !== undefined) tally.stepped(this, before as Configuration | StateValue);
    if (this.host.onStep !== undefined) this.host.onStep(this, event);
  }

  /** Takes a step of any other logic than a compiled chart. */
  #transit(event: EventObject): void {
    let next: AnyMachineSnapshot;
    try {
      next = this.logic.transition(this.snapshot, event, this.scope as never);
    } catch (error) {
      this.#fail(error);
      return;
    }
    const isQuiet = next.status === 'active' && this.deferredCount === 0 && !this.#isWatched;
    if (isQuiet) this._snapshot = next;
    else this.update(next, event);
  }

  #step(event: EventObject, from: Configuration, decided: Transitions | undefined): void {
    const { host } = this;
    const { running } = host;
    const macrostep = Macrostep.begin(this.#chart, this, event, from, this.context);
    macrostep.snapshotMade = this.#snapshot;
    host.running = macrostep;
    try {
      macrostep.run(decided);
      this.#take(macrostep);
      macrostep.effects.run(this);
    } catch (error) {
      host.running = running;
      this.#fail(error);
      return;
    }
    host.running = running;
    this.#finish(macrostep, event);
  }

  /** Takes over the state that the macrostep has led to. */
  #take(macrostep: Macrostep): void {
    const { status } = macrostep;
    if (!macrostep.isPlain || (status !== 'active' && status !== 'done')) {
      this._snapshot = macrostep.snapshot;
      return;
    }
    this.changes++;
    this.configuration = macrostep.configuration;
    this.context = macrostep.context;
    this.status = status;
    this.#snapshot = macrostep.snapshotMade;
  }

  /** Ends the actor if the chart has ended. Reports the step to those who have come meanwhile. */
  #finish(macrostep: Macrostep, event: EventObject): void {
    macrostep.end();
    if (this.#isWatched || this.deferredCount > 0) {
      this.update(this.snapshot, event);
    } else if (this.status === 'done') {
      this._stopProcedure();
      this._complete();
    } else if (this.status !== 'active') {
      this._error(this.snapshot.error);
    }
  }

  /** Leaves the effects of the first macrostep to XState's own start, which starts children first. */
  #defer(first: Macrostep): void {
    this.rareState.input = (first.event as EventObject & { readonly input?: object }).input;
    this._deferred.push(() => first.effects.run(this));
  }

  #fail(error: unknown): void {
    this._snapshot = { ...this.snapshot, status: 'error', error } as AnyMachineSnapshot;
    this._error(error);
  }
}
