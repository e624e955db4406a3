import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { DecidingMachine, type Implementations, type PlainMachine } from '../decidingMachine.ts';
import type { Scope } from '../internals.ts';
import { Chart } from './chart.ts';
import { enabledBy } from './configuration.ts';
import { Macrostep } from './macrostep.ts';
import { type Assignment, assignTo, NOTHING } from './runActions.ts';
import { createSnapshot, type SnapshotParts } from './snapshots.ts';
import { unsupportedFeatures } from './unsupportedFeatures.ts';
import { RETURNS_ERRORS_AT_START } from './versionDifferences.ts';

/** All machines share the empty objects: XState copies them before it changes anything. */
const BEFORE_START: SnapshotParts = {
  status: 'active',
  output: undefined,
  error: undefined,
  context: {},
  children: Object.freeze({}),
  historyValue: Object.freeze({}),
};

/**
 * A machine that runs on tables. Snapshots of other machines and of actors that have ended go to
 * XState's interpreter.
 */
export class CompiledMachine extends DecidingMachine {
  readonly #chart: Chart;

  constructor(config: AnyStateMachine['config'], implementations: Implementations) {
    super(config, implementations);
    this.#chart = new Chart(this as unknown as AnyStateMachine);
  }

  override transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: Scope) {
    const configuration = this.#chart.configurationOf(snapshot);
    if (configuration === undefined || snapshot.status !== 'active') {
      return super.transition(snapshot, event, scope);
    }
    const macrostep = new Macrostep(this.#chart, { scope, event, snapshot, configuration });
    return macrostep.run(this.takeDecision(snapshot, event));
  }

  override getTransitionData(snapshot: AnyMachineSnapshot, event: EventObject) {
    const configuration = this.#chart.configurationOf(snapshot);
    if (configuration === undefined) return super.getTransitionData(snapshot, event);
    return enabledBy(event, configuration, snapshot)?.enabled ?? [];
  }

  override getInitialSnapshot(scope: Scope, input?: unknown): AnyMachineSnapshot {
    const { context: given } = this.config;
    const context = typeof given === 'function' ? NOTHING : given || {};
    let first: SnapshotParts = { ...BEFORE_START, context };
    const event = { type: 'xstate.init', input };
    const { initial } = this.#chart;
    const macrostep = new Macrostep(this.#chart, {
      scope,
      event,
      snapshot: this.#beforeStart(first),
      configuration: initial.target,
    });
    try {
      if (typeof given === 'function') {
        const assignment: Assignment = ({ spawn, self }) => given({ spawn, input, self } as never);
        assignTo(macrostep, assignment, undefined);
        first = { ...first, context: macrostep.context, children: macrostep.children };
      }
      return macrostep.start(initial);
    } catch (error) {
      if (!RETURNS_ERRORS_AT_START) throw error;
      return this.#beforeStart({ ...first, status: 'error', error });
    }
  }

  override provide(implementations: Partial<Implementations>): PlainMachine {
    const provided = super.provide(implementations);
    if (unsupportedFeatures(provided as unknown as AnyStateMachine).length > 0) return provided;
    return new CompiledMachine(provided.config, provided.implementations);
  }

  /** The snapshot that initial actions see: only the root has been entered. */
  #beforeStart(parts: SnapshotParts): AnyMachineSnapshot {
    const { machine, beforeStart } = this.#chart;
    return createSnapshot(machine, beforeStart, parts);
  }
}
