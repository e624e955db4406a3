import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateNode,
  type EventObject,
  stopChild,
} from 'xstate';
import type { Transitions } from '../decidingMachine.ts';
import { type ActionReference, activeNodesOf, inspectMicrostep, type Scope } from '../internals.ts';
import type { Chart } from './chart.ts';
import { type Candidate, type Configuration, enabledBy, type Step } from './configuration.ts';
import { type ActionContext, runActions } from './runActions.ts';
import { type ConfigurationParts, createSnapshot } from './snapshots.ts';
import { STOPS_CHILDREN_ON_ERROR } from './versionDifferences.ts';

/**
 * One event and everything that a chart does with it until it rests: SCXML's macrostep. Keeps the
 * members of the next snapshot in variables and creates the snapshot only where it can be seen, at
 * the end of a microstep.
 */
export class Macrostep implements ActionContext {
  readonly chart: Chart;
  readonly scope: Scope;
  readonly execute: Scope['actionExecutor'];
  /** The event of the current microstep. */
  event: EventObject;
  /** Raised events. */
  readonly queue: EventObject[] = [];
  context: unknown;
  children: AnyMachineSnapshot['children'];
  #status: AnyMachineSnapshot['status'];
  #output: unknown;
  /** The snapshot after the last microstep, or after a change that an action had to see. */
  #snapshot: AnyMachineSnapshot;
  #configuration: Configuration;
  /** True when something has changed since the snapshot was created. */
  #hasChanged = false;

  constructor(
    chart: Chart,
    {
      scope,
      event,
      snapshot,
      configuration,
    }: {
      scope: Scope;
      event: EventObject;
      snapshot: AnyMachineSnapshot;
      configuration: Configuration;
    },
  ) {
    this.chart = chart;
    this.scope = scope;
    this.execute = scope.actionExecutor;
    this.event = event;
    this.context = snapshot.context;
    this.children = snapshot.children;
    this.#status = snapshot.status;
    this.#output = snapshot.output;
    this.#snapshot = snapshot;
    this.#configuration = configuration;
  }

  get machine() {
    return this.chart.machine;
  }

  prepare(reference: ActionReference) {
    return this.chart.prepare(reference);
  }

  /** All changes so far as a snapshot. Until a microstep ends, its states are the previous ones. */
  get snapshot(): AnyMachineSnapshot {
    if (this.#hasChanged) this.#updateSnapshot(partsOf(this.#snapshot));
    return this.#snapshot;
  }

  assign(context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    this.children = children;
    this.#hasChanged = true;
  }

  /**
   * Runs the event to the end.
   *
   * @param decided the event's transitions, if the caller has already evaluated its guards.
   */
  run(decided?: Transitions): AnyMachineSnapshot {
    const { event } = this;
    if (event.type === 'xstate.init') return this.rest();
    if (event.type === 'xstate.stop')
      return this.#end({ status: 'stopped', error: this.#snapshot.error });
    const isError = event.type.startsWith('xstate.error.actor');
    const candidate =
      decided === undefined
        ? enabledBy(event, this.#configuration, this.#snapshot)
        : this.#configuration.candidateOf(decided[0]);
    if (candidate === undefined && isError) {
      const { error } = event as EventObject & { readonly error?: unknown };
      return this.#end({ status: 'error', error });
    }
    this.#microstep(candidate);
    return this.rest();
  }

  /** Enters the initial states. */
  start(step: Step): AnyMachineSnapshot {
    this.#takeStep(step);
    return this.rest();
  }

  /** Takes eventless transitions and raised events until there are no more. */
  rest(): AnyMachineSnapshot {
    const maxIterations = this.machine.options?.maxIterations ?? Number.POSITIVE_INFINITY;
    let iterations = 0;
    let mayBeEventless = true;
    while (this.#status === 'active') {
      if (++iterations > maxIterations) throw new Error(endless(maxIterations));
      const before: AnyMachineSnapshot = this.#snapshot;
      const { always } = this.#configuration;
      let candidate: Candidate | undefined = mayBeEventless
        ? always.find(({ guard }) => !guard || guard(this.event, before))
        : undefined;
      const isEventless: boolean = candidate !== undefined;
      if (!isEventless) {
        if (this.queue.length === 0) break;
        const raised = this.queue.shift() as EventObject;
        this.event = raised;
        candidate = enabledBy(raised, this.#configuration, before);
      }
      this.#microstep(candidate);
      mayBeEventless = !isEventless || this.#snapshot !== before;
    }
    const result = this.#snapshot;
    if (this.#status !== 'active') this.#stopChildren();
    return result;
  }

  #microstep(candidate: Candidate | undefined): void {
    if (candidate !== undefined) this.#takeStep(candidate.step);
    this.#inspect(candidate?.enabled ?? []);
  }

  #inspect(transitions: Candidate['enabled']): void {
    inspectMicrostep(this.scope, this.event, this.#snapshot, transitions);
  }

  #takeStep({ exits, actions, entries, target, moves }: Step): void {
    runActions(exits, this);
    runActions(actions, this);
    for (const { node, actions: entryActions } of entries) {
      runActions(entryActions, this);
      if (node.type === 'final') this.#complete(node);
    }
    if (this.#status === 'done') runActions(target.exitsOfAll, this);
    if (moves) {
      this.#configuration = target;
      this.#updateSnapshot(this.#status === 'done' ? target.ended : target);
    } else if (this.#hasChanged) this.#updateSnapshot(partsOf(this.#snapshot));
  }

  /** Completes the parent of a final state that was entered, and the machine if that is the root. */
  #complete(node: AnyStateNode): void {
    const { parent } = node;
    const { root } = this.machine;
    // Evaluated twice when the machine ends, as in XState.
    const ownOutput = () => (parent === undefined ? undefined : this.#resolve(node.output));
    if (parent !== undefined) this.queue.push(doneEvent(parent.id, ownOutput()));
    if (parent?.parent !== undefined) return;
    this.#output =
      root.output === undefined
        ? undefined
        : this.#resolve(root.output, doneEvent(node.id, ownOutput()));
    this.#status = 'done';
    this.#hasChanged = true;
  }

  #resolve(output: unknown, event: EventObject = this.event): unknown {
    if (typeof output !== 'function') return output;
    return output({ context: this.context, event, self: this.scope.self });
  }

  #end({ status, error }: { status: 'stopped' | 'error'; error: unknown }): AnyMachineSnapshot {
    if (status === 'stopped' || STOPS_CHILDREN_ON_ERROR) this.#stopChildren();
    this.#status = status;
    this.#snapshot = createSnapshot(this.machine, partsOf(this.#snapshot), {
      ...this.#parts(),
      error,
    });
    this.#inspect([]);
    return this.#snapshot;
  }

  #stopChildren(): void {
    for (const child of Object.values(this.children)) {
      const stop = stopChild(child as AnyActorRef) as unknown as ActionReference;
      runActions([this.chart.prepare(stop)], this);
    }
  }

  #updateSnapshot(configuration: ConfigurationParts): void {
    this.#snapshot = createSnapshot(this.machine, configuration, this.#parts());
    this.#hasChanged = false;
  }

  #parts() {
    const { historyValue, error } = this.#snapshot;
    return {
      status: this.#status,
      output: this.#output,
      error,
      context: this.context,
      children: this.children,
      historyValue,
    };
  }
}

function partsOf(snapshot: AnyMachineSnapshot): ConfigurationParts {
  const { value, tags } = snapshot;
  return { nodes: activeNodesOf(snapshot), value, tags };
}

function doneEvent(id: string, output: unknown): EventObject {
  return { type: `xstate.done.state.${id}`, output } as EventObject;
}

function endless(maxIterations: number): string {
  return `Infinite loop detected: the machine has processed more than ${maxIterations} microsteps without reaching a stable state. This usually happens when there's a cycle of transitions (e.g., eventless transitions or raised events causing state A -> B -> C -> A).`;
}
