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
import { doneStateEvent, outputOfMachine } from './doneEvents.ts';
import type { Effect } from './effects.ts';
import { runActions } from './runActions.ts';
import { type ConfigurationParts, createSnapshot, NO_CHILDREN, NO_HISTORY } from './snapshots.ts';
import { STOPS_CHILDREN_ON_ERROR } from './versionDifferences.ts';

/** The actor that takes the step. */
export interface Stepping {
  readonly ref: AnyActor;
  readonly system: AnyActorSystem;
  /** What XState's own actions need. */
  readonly scope: Scope;
}

/**
 * One event and everything that a chart does with it until it rests: SCXML's macrostep. Keeps the
 * members of the next snapshot in variables and creates a snapshot only where it can be seen.
 *
 * A watched macrostep does what XState does, step by step, for an actor that may be inspected. An
 * unwatched one collects its effects, and makes a snapshot only for an action or guard that asks.
 */
export class Macrostep implements ActionContext {
  readonly chart: Chart;
  /** The event of the current microstep. */
  event: EventObject;
  context: unknown;
  configuration: Configuration;
  children: AnyMachineSnapshot['children'] = NO_CHILDREN;
  status: AnyMachineSnapshot['status'] = 'active';
  output: unknown = undefined;
  error: unknown = undefined;
  /** The states that a snapshot shows: until a microstep ends, the previous ones. */
  shown: ConfigurationParts;
  /** The snapshot of the present state; undefined until it is asked for. */
  snapshotMade: AnyMachineSnapshot | undefined = undefined;
  /** What an unwatched macrostep does outside of its actor; a list. */
  firstEffect: Effect | undefined = undefined;
  readonly isWatched: boolean;
  readonly #actor: Stepping;
  #lastEffect: Effect | undefined = undefined;
  /** Raised events. */
  #queue: EventObject[] | undefined = undefined;
  #historyValue: AnyMachineSnapshot['historyValue'] = NO_HISTORY;
  /** Counts the microsteps that have changed something. */
  #changes = 0;
  /** True when the present microstep has changed something. */
  #hasChanged = false;

  /** Begins in a configuration, with no children and no history. */
  constructor(
    chart: Chart,
    actor: Stepping,
    event: EventObject,
    configuration: Configuration,
    context: unknown,
    isWatched: boolean,
  ) {
    this.chart = chart;
    this.#actor = actor;
    this.event = event;
    this.configuration = configuration;
    this.shown = configuration;
    this.context = context;
    this.isWatched = isWatched;
  }

  /** Begins with everything that a snapshot has. */
  continueFrom(snapshot: AnyMachineSnapshot): this {
    const { value, tags } = snapshot;
    this.context = snapshot.context;
    this.children = snapshot.children;
    this.status = snapshot.status;
    this.output = snapshot.output;
    this.error = snapshot.error;
    this.#historyValue = snapshot.historyValue;
    this.shown = { nodes: activeNodesOf(snapshot), value, tags };
    this.snapshotMade = snapshot;
    return this;
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
      status: this.status,
      output: this.output,
      error: this.error,
      context: this.context,
      children: this.children,
      historyValue: this.#historyValue,
    });
    return this.snapshotMade;
  }

  assign(context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    this.children = children;
    this.#change();
  }

  addEffect(effect: Effect): void {
    if (this.#lastEffect === undefined) this.firstEffect = effect;
    else this.#lastEffect.next = effect;
    this.#lastEffect = effect;
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
      this.#end('stopped', this.error);
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
    const { snapshot, children } = this;
    this.#stopChildren();
    this.children = children;
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
    if (parent !== undefined) this.queue.push(doneStateEvent(node, this));
    if (parent?.parent !== undefined) return;
    this.output = outputOfMachine(node, this);
    this.status = 'done';
    this.#change();
  }

  /** Ends with an error at the start, in the state before it. */
  fail(error: unknown, context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    this.children = children;
    this.status = 'error';
    this.output = undefined;
    this.error = error;
    this.#change();
  }

  #end(status: 'stopped' | 'error', error: unknown): void {
    if (status === 'stopped' || STOPS_CHILDREN_ON_ERROR) this.#stopChildren();
    this.status = status;
    this.error = error;
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
