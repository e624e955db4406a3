import {
  type AnyActor,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateNode,
  type EventObject,
  stopChild,
} from 'xstate';
import type { Transitions } from '../decidingMachine.ts';
import {
  type ActionReference,
  type AnyActorSystem,
  activeNodesOf,
  type ExecutableAction,
  inspectMicrostep,
  type Scope,
} from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import type { Chart } from './chart.ts';
import { type Candidate, type Configuration, enabledBy, type Step } from './configuration.ts';
import { DIRECT } from './directActions.ts';
import { doneStateEvent, outputOfMachine } from './doneEvents.ts';
import { Effects } from './effects.ts';
import { runActions } from './runActions.ts';
import { type ConfigurationParts, createSnapshot, NO_CHILDREN, NO_HISTORY } from './snapshots.ts';
import { STOPS_CHILDREN_ON_ERROR } from './versionDifferences.ts';

/** The actor that takes the step. */
export interface Stepping {
  /** Says whether the actor has to take its steps as XState does, since somebody inspects the system. */
  readonly host: { readonly isInspected: boolean };
  readonly ref: AnyActor;
  readonly system: AnyActorSystem;
  /** What XState's own actions need. */
  readonly scope: Scope;
}

/** The members of a snapshot that hardly any machine uses. */
interface Further {
  readonly children: AnyMachineSnapshot['children'];
  readonly historyValue: AnyMachineSnapshot['historyValue'];
  readonly output: unknown;
  readonly error: unknown;
}

const NOTHING_FURTHER: Further = {
  children: NO_CHILDREN,
  historyValue: NO_HISTORY,
  output: undefined,
  error: undefined,
};

const NO_EVENT: EventObject = Object.freeze({ type: '' });

/** The actor of a macrostep that is not in use. */
const NO_ACTOR = {} as Stepping;

/**
 * One event and everything that a chart does with it until it rests: SCXML's macrostep. Keeps the
 * members of the next snapshot in variables and creates a snapshot only where it can be seen.
 *
 * While the system is inspected, it does what XState does, step by step. Otherwise it collects its
 * effects, and makes a snapshot only for an action or guard that asks.
 */
export class Macrostep implements ActionContext {
  readonly effects = new Effects();
  isKept = false;
  /** The event of the current microstep. */
  event: EventObject = NO_EVENT;
  context: unknown = undefined;
  status: AnyMachineSnapshot['status'] = 'active';
  /** The snapshot of the present state; undefined until it is asked for. */
  snapshotMade: AnyMachineSnapshot | undefined = undefined;
  chart: Chart;
  configuration: Configuration;
  /** The states that a snapshot shows: until a microstep ends, the previous ones. */
  shown: ConfigurationParts;
  #actor: Stepping;
  #further = NOTHING_FURTHER;
  /** Raised events. */
  #queue: EventObject[] | undefined = undefined;
  /** Counts the microsteps that have changed something. */
  #changes = 0;
  /** True when the present microstep has changed something. */
  #hasChanged = false;
  /** The next one that is free to be used again. */
  #nextFree: Macrostep | undefined = undefined;

  private constructor(chart: Chart, actor: Stepping, configuration: Configuration) {
    this.chart = chart;
    this.#actor = actor;
    this.configuration = configuration;
    this.shown = configuration;
  }

  static #firstFree: Macrostep | undefined = undefined;

  /** Begins in a configuration, with no children and no history. */
  static begin(
    chart: Chart,
    actor: Stepping,
    event: EventObject,
    configuration: Configuration,
    context: unknown,
  ): Macrostep {
    const free = Macrostep.#firstFree;
    const macrostep = free ?? new Macrostep(chart, actor, configuration);
    if (free !== undefined) {
      Macrostep.#firstFree = free.#nextFree;
      free.chart = chart;
      free.#actor = actor;
      free.configuration = configuration;
      free.shown = configuration;
    }
    macrostep.event = event;
    macrostep.context = context;
    return macrostep;
  }

  /** Ends the work with this macrostep, which is then used again unless something has kept it. */
  end(): void {
    if (this.isKept) return;
    this.effects.clear();
    this.event = NO_EVENT;
    this.context = undefined;
    this.status = 'active';
    this.snapshotMade = undefined;
    this.#actor = NO_ACTOR;
    this.#further = NOTHING_FURTHER;
    this.#queue = undefined;
    this.#changes = 0;
    this.#hasChanged = false;
    this.#nextFree = Macrostep.#firstFree;
    Macrostep.#firstFree = this;
  }

  /** Begins with everything that a snapshot has. */
  continueFrom(snapshot: AnyMachineSnapshot): this {
    const { value, tags, children, historyValue, output, error } = snapshot;
    this.context = snapshot.context;
    this.status = snapshot.status;
    this.#further = { children, historyValue, output, error };
    this.shown = { nodes: activeNodesOf(snapshot), value, tags };
    this.snapshotMade = snapshot;
    return this;
  }

  /** True when only the configuration, the context and the status are to be known of the state. */
  get isPlain(): boolean {
    return this.#further === NOTHING_FURTHER;
  }

  get children(): AnyMachineSnapshot['children'] {
    return this.#further.children;
  }

  get isWatched(): boolean {
    return this.#actor.host.isInspected;
  }

  /** What callbacks of `enqueueActions` that keep nothing enqueue with. */
  get enqueue(): typeof DIRECT {
    return DIRECT;
  }

  get machine() {
    return this.chart.machine;
  }

  get self(): AnyActor {
    return this.#actor.ref;
  }

  get system(): AnyActorSystem {
    return this.#actor.system;
  }

  get scope(): Scope {
    return this.#actor.scope;
  }

  get queue(): EventObject[] {
    this.#queue ??= [];
    return this.#queue;
  }

  prepare(reference: ActionReference) {
    return this.chart.prepare(reference);
  }

  execute(action: ExecutableAction): void {
    this.scope.actionExecutor(action);
  }

  /** All changes so far as a snapshot. Until a microstep ends, its states are the previous ones. */
  get snapshot(): AnyMachineSnapshot {
    this.snapshotMade ??= createSnapshot(this.machine, this.shown, {
      ...this.#further,
      status: this.status,
      context: this.context,
    });
    return this.snapshotMade;
  }

  assign(context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    if (children !== this.#further.children) this.#further = { ...this.#further, children };
    this.#change();
  }

  /**
   * Runs the event to the end.
   *
   * @param decided the event's transitions, if the caller has already evaluated its guards.
   */
  run(decided?: Transitions): void {
    const { event } = this;
    if (event.type === 'xstate.init') {
      this.#rest();
      return;
    }
    if (event.type === 'xstate.stop') {
      this.#end('stopped', this.#further.error);
      return;
    }
    const isError = event.type.startsWith('xstate.error.actor');
    const candidate =
      decided === undefined
        ? enabledBy(event, this.configuration, this)
        : this.configuration.candidateOf(decided[0]);
    if (candidate === undefined && isError) {
      const { error } = event as EventObject & { readonly error?: unknown };
      this.#end('error', error);
      return;
    }
    this.#microstep(candidate);
    this.#rest();
  }

  /** Enters the initial states. */
  start(step: Step): void {
    this.#takeStep(step);
    this.#rest();
  }

  /** Takes eventless transitions and raised events until there are no more. */
  #rest(): void {
    const maxIterations = this.machine.options?.maxIterations ?? Number.POSITIVE_INFINITY;
    const mayStep = this.configuration.always.length > 0 || this.#queue !== undefined;
    // A limit below 1 refuses even to look for a further step.
    if (mayStep || maxIterations < 1) this.#restInSteps(maxIterations);
    if (this.status === 'active' || this.children === NO_CHILDREN) return;
    // The snapshot still lists the children that are stopped now.
    const { snapshot } = this;
    const further = this.#further;
    this.#stopChildren();
    this.#further = further;
    this.snapshotMade = snapshot;
  }

  #restInSteps(maxIterations: number): void {
    let iterations = 0;
    let mayBeEventless = true;
    while (this.status === 'active') {
      if (++iterations > maxIterations) throw new Error(endless(maxIterations));
      const before = this.#changes;
      const { always } = this.configuration;
      let candidate: Candidate | undefined = mayBeEventless
        ? always.find(({ guard }) => !guard || guard(this.event, this))
        : undefined;
      const isEventless: boolean = candidate !== undefined;
      if (!isEventless) {
        if (this.#queue === undefined || this.#queue.length === 0) break;
        this.event = this.#queue.shift() as EventObject;
        candidate = enabledBy(this.event, this.configuration, this);
      }
      this.#microstep(candidate);
      mayBeEventless = !isEventless || this.#changes !== before;
    }
  }

  #microstep(candidate: Candidate | undefined): void {
    if (candidate !== undefined) this.#takeStep(candidate.step);
    if (this.isWatched) this.#inspect(candidate?.enabled ?? []);
  }

  #inspect(transitions: Candidate['enabled']): void {
    inspectMicrostep(this.scope, this.event, this.snapshot, transitions);
  }

  #takeStep({ exits, actions, entries, target, moves }: Step): void {
    runActions(exits, this);
    runActions(actions, this);
    for (const { node, actions: entryActions } of entries) {
      runActions(entryActions, this);
      if (node.type === 'final') this.#complete(node);
    }
    if (this.status === 'done') runActions(target.exitsOfAll, this);
    if (moves) {
      this.configuration = target;
      this.shown = this.status === 'done' ? target.ended : target;
      this.#change();
    }
    if (!this.#hasChanged) return;
    this.#hasChanged = false;
    this.#changes++;
  }

  #change(): void {
    this.#hasChanged = true;
    this.snapshotMade = undefined;
  }

  /** Completes the parent of a final state that was entered, and the machine if that is the root. */
  #complete(node: AnyStateNode): void {
    const { parent } = node;
    const endsMachine = parent?.parent === undefined;
    // A machine that has ended takes no event: only a function can see that there is one.
    if (parent !== undefined && !(endsMachine && node.output === undefined)) {
      this.queue.push(doneStateEvent(node, this));
    }
    if (!endsMachine) return;
    const output = outputOfMachine(node, this);
    if (output !== undefined) this.#further = { ...this.#further, output };
    this.status = 'done';
    this.#change();
  }

  /** Ends with an error at the start, in the state before it. */
  fail(error: unknown, context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    this.status = 'error';
    this.#further = { ...this.#further, children, output: undefined, error };
    this.#change();
  }

  #end(status: 'stopped' | 'error', error: unknown): void {
    if (status === 'stopped' || STOPS_CHILDREN_ON_ERROR) this.#stopChildren();
    this.status = status;
    this.#further = { ...this.#further, error };
    this.#change();
    if (this.isWatched) this.#inspect([]);
  }

  #stopChildren(): void {
    for (const child of Object.values(this.children)) {
      const stop = stopChild(child as AnyActorRef) as unknown as ActionReference;
      runActions([this.chart.prepare(stop)], this);
    }
  }
}

function endless(maxIterations: number): string {
  return `Infinite loop detected: the machine has processed more than ${maxIterations} microsteps without reaching a stable state. This usually happens when there's a cycle of transitions (e.g., eventless transitions or raised events causing state A -> B -> C -> A).`;
}
