import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateNode,
  type EventObject,
  stopChild,
} from 'xstate';
import type { Transitions } from '../decidingMachine.ts';
import { type ActionReference, inspectMicrostep } from '../internals.ts';
import type { Chart } from './chart.ts';
import { type Candidate, type Configuration, enabledBy, type Step } from './configuration.ts';
import { doneStateEvent, outputOfMachine } from './doneEvents.ts';
import { runActions } from './runActions.ts';
import { NO_CHILDREN } from './snapshots.ts';
import { type Stepping, StepState } from './stepState.ts';
import { STOPS_CHILDREN_ON_ERROR } from './versionDifferences.ts';

/**
 * One event and everything that a chart does with it until it rests: SCXML's macrostep.
 *
 * While the system is inspected, it does what XState does, step by step. Otherwise it collects its
 * effects, and makes a snapshot only for an action or guard that asks.
 */
export class Macrostep extends StepState {
  /** Counts the microsteps that have changed something. */
  #changes = 0;
  /** The next one that is free to be used again. */
  #nextFree: Macrostep | undefined = undefined;

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
      free.fill(chart, actor, configuration);
    }
    macrostep.event = event;
    macrostep.context = context;
    return macrostep;
  }

  /** Ends the work with this macrostep, which is then used again unless something has kept it. */
  end(): void {
    if (this.isKept) return;
    this.empty();
    this.#changes = 0;
    this.#nextFree = Macrostep.#firstFree;
    Macrostep.#firstFree = this;
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
      this.#end('stopped', this.further.error);
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
    const mayStep = this.configuration.always.length > 0 || this.raised !== undefined;
    // A limit below 1 refuses even to look for a further step.
    if (mayStep || maxIterations < 1) this.#restInSteps(maxIterations);
    if (this.status === 'active' || this.children === NO_CHILDREN) return;
    // The snapshot still lists the children that are stopped now.
    const { snapshot } = this;
    const further = this.further;
    this.#stopChildren();
    this.further = further;
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
        if (this.raised === undefined || this.raised.length === 0) break;
        this.event = this.raised.shift() as EventObject;
        candidate = enabledBy(this.event, this.configuration, this);
      }
      this.#microstep(candidate);
      mayBeEventless = !isEventless || this.#changes !== before;
    }
  }

  #microstep(candidate: Candidate | undefined): void {
    if (candidate !== undefined) this.#takeStep(candidate.step);
    const { host } = this.actor;
    if (host.isInspected) this.#inspect(candidate?.enabled ?? []);
    else if (host.tally !== undefined && candidate !== undefined) host.tally.took(candidate);
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
      this.change();
    }
    if (!this.hasChanged) return;
    this.hasChanged = false;
    this.#changes++;
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
    if (output !== undefined) this.further = { ...this.further, output };
    this.status = 'done';
    this.change();
  }

  /** Ends with an error at the start, in the state before it. */
  fail(error: unknown, context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    this.status = 'error';
    this.further = { ...this.further, children, output: undefined, error };
    this.change();
  }

  #end(status: 'stopped' | 'error', error: unknown): void {
    if (status === 'stopped' || STOPS_CHILDREN_ON_ERROR) this.#stopChildren();
    this.status = status;
    this.further = { ...this.further, error };
    this.change();
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
