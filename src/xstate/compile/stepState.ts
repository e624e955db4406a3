import type { AnyActor, AnyMachineSnapshot, EventObject } from 'xstate';
import {
  type ActionReference,
  type AnyActorSystem,
  activeNodesOf,
  type ExecutableAction,
  type Scope,
} from '../internals.ts';
import type { ActionContext } from './actionContext.ts';
import type { Chart } from './chart.ts';
import type { Candidate, Configuration } from './configuration.ts';
import { DIRECT } from './directActions.ts';
import { Effects } from './effects.ts';
import { type ConfigurationParts, createSnapshot, NO_CHILDREN, NO_HISTORY } from './snapshots.ts';

/** Counts the transitions that are taken. */
export interface TransitionTally {
  took(candidate: Candidate): void;
}

/** Who asks for more of the steps than their results. */
export interface SteppingHost {
  /** True when every step is reported as XState does. */
  readonly isInspected: boolean;
  /** Undefined while nobody asks for it. */
  readonly tally: TransitionTally | undefined;
}

/** The actor that takes the step. */
export interface Stepping {
  /** Says whether the actor has to take its steps as XState does, since somebody inspects the system. */
  readonly host: SteppingHost;
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

/** The actor of a step that is not in use. */
const NO_ACTOR = {} as Stepping;

/**
 * The state of a chart while it takes a step. Keeps the members of the next snapshot in variables and
 * creates a snapshot only where it can be seen.
 */
export class StepState implements ActionContext {
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
  protected actor: Stepping;
  protected further = NOTHING_FURTHER;
  /** Raised events; undefined while there were none. */
  protected raised: EventObject[] | undefined = undefined;
  /** True when the present microstep has changed something. */
  protected hasChanged = false;

  constructor(chart: Chart, actor: Stepping, configuration: Configuration) {
    this.chart = chart;
    this.actor = actor;
    this.configuration = configuration;
    this.shown = configuration;
  }

  /** Begins in a configuration, with no children and no history. To be called on an empty state. */
  protected fill(chart: Chart, actor: Stepping, configuration: Configuration): void {
    this.chart = chart;
    this.actor = actor;
    this.configuration = configuration;
    this.shown = configuration;
  }

  /** Drops everything, so that it can be filled again. */
  protected empty(): void {
    this.effects.clear();
    this.event = NO_EVENT;
    this.context = undefined;
    this.status = 'active';
    this.snapshotMade = undefined;
    this.actor = NO_ACTOR;
    this.further = NOTHING_FURTHER;
    this.raised = undefined;
    this.hasChanged = false;
  }

  /** Begins with everything that a snapshot has. */
  continueFrom(snapshot: AnyMachineSnapshot): this {
    const { value, tags, children, historyValue, output, error } = snapshot;
    this.context = snapshot.context;
    this.status = snapshot.status;
    this.further = { children, historyValue, output, error };
    this.shown = { nodes: activeNodesOf(snapshot), value, tags };
    this.snapshotMade = snapshot;
    return this;
  }

  /** True when only the configuration, the context and the status are to be known of the state. */
  get isPlain(): boolean {
    return this.further === NOTHING_FURTHER;
  }

  get children(): AnyMachineSnapshot['children'] {
    return this.further.children;
  }

  get isWatched(): boolean {
    return this.actor.host.isInspected;
  }

  /** What callbacks of `enqueueActions` that keep nothing enqueue with. */
  get enqueue(): typeof DIRECT {
    return DIRECT;
  }

  get machine() {
    return this.chart.machine;
  }

  get self(): AnyActor {
    return this.actor.ref;
  }

  get system(): AnyActorSystem {
    return this.actor.system;
  }

  get scope(): Scope {
    return this.actor.scope;
  }

  get queue(): EventObject[] {
    this.raised ??= [];
    return this.raised;
  }

  prepare(reference: ActionReference) {
    return this.chart.prepare(reference);
  }

  execute(action: ExecutableAction): void {
    this.scope.actionExecutor(action);
  }

  /** All changes so far as a snapshot. Until a microstep ends, its states are the previous ones. */
  get snapshot(): AnyMachineSnapshot {
    this.snapshotMade ??= this.#createSnapshot();
    return this.snapshotMade;
  }

  /** Writes out all members: V8 gives an object that is spread into another a form of its own. */
  #createSnapshot(): AnyMachineSnapshot {
    const { status, context, further } = this;
    const { output, error, children, historyValue } = further;
    const parts = { status, output, error, context, children, historyValue };
    return createSnapshot(this.machine, this.shown, parts);
  }

  assign(context: unknown, children: AnyMachineSnapshot['children']): void {
    this.context = context;
    if (children !== this.further.children) this.further = { ...this.further, children };
    this.change();
  }

  protected change(): void {
    this.hasChanged = true;
    this.snapshotMade = undefined;
  }
}
