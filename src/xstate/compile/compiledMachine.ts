import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { DecidingMachine, type Implementations, type PlainMachine } from '../decidingMachine.ts';
import type { Scope } from '../internals.ts';
import { Chart } from './chart.ts';
import { enabledBy } from './configuration.ts';
import { Macrostep, type Stepping } from './macrostep.ts';
import { type Assignment, assignTo, NOTHING } from './runActions.ts';
import { unsupportedFeatures } from './unsupportedFeatures.ts';
import { RETURNS_ERRORS_AT_START } from './versionDifferences.ts';

/**
 * A machine that runs on tables. Snapshots of other machines and of actors that have ended go to
 * XState's interpreter.
 */
export class CompiledMachine extends DecidingMachine {
  readonly chart: Chart;

  constructor(config: AnyStateMachine['config'], implementations: Implementations) {
    super(config, implementations);
    this.chart = new Chart(this as unknown as AnyStateMachine);
  }

  override transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: Scope) {
    const { chart } = this;
    const configuration = chart.configurationOf(snapshot);
    if (configuration === undefined || snapshot.status !== 'active') {
      return super.transition(snapshot, event, scope);
    }
    const { context } = snapshot;
    const actor = steppingWith(scope);
    const macrostep = new Macrostep(chart, actor, event, configuration, context, true);
    macrostep.continueFrom(snapshot).run(this.takeDecision(snapshot, event));
    return macrostep.snapshot;
  }

  override getTransitionData(snapshot: AnyMachineSnapshot, event: EventObject) {
    const configuration = this.chart.configurationOf(snapshot);
    if (configuration === undefined) return super.getTransitionData(snapshot, event);
    const { context } = snapshot;
    return enabledBy(event, configuration, { context, snapshot })?.enabled ?? [];
  }

  override getInitialSnapshot(scope: Scope, input?: unknown): AnyMachineSnapshot {
    return this.firstStep(steppingWith(scope), input, true).snapshot;
  }

  /**
   * The macrostep that starts an actor.
   *
   * @throws an error of the chart, if XState's installed version throws it; otherwise the status tells.
   */
  firstStep(actor: Stepping, input: unknown, isWatched: boolean): Macrostep {
    const { chart } = this;
    const { context: given } = this.config;
    const before = typeof given === 'function' ? NOTHING : given || {};
    const event = { type: 'xstate.init', input };
    const { target } = chart.initial;
    const macrostep = new Macrostep(chart, actor, event, target, before, isWatched);
    macrostep.shown = chart.beforeStart;
    let { context, children } = macrostep;
    try {
      if (typeof given === 'function') {
        const assignment: Assignment = ({ spawn, self }) => given({ spawn, input, self } as never);
        assignTo(macrostep, assignment, undefined);
        ({ context, children } = macrostep);
      }
      macrostep.start(chart.initial);
    } catch (error) {
      if (!RETURNS_ERRORS_AT_START) throw error;
      macrostep.shown = chart.beforeStart;
      macrostep.fail(error, context, children);
    }
    return macrostep;
  }

  override provide(implementations: Partial<Implementations>): PlainMachine {
    const provided = super.provide(implementations);
    if (unsupportedFeatures(provided as unknown as AnyStateMachine).length > 0) return provided;
    return new CompiledMachine(provided.config, provided.implementations);
  }
}

/** The actor of a scope, which XState passes in place of the actor. */
function steppingWith(scope: Scope): Stepping {
  return { ref: scope.self, system: scope.system, scope };
}
