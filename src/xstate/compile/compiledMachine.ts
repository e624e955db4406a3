import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { DecidingMachine, type Implementations, type PlainMachine } from '../decidingMachine.ts';
import type { Scope } from '../internals.ts';
import { assignWith, merged, NOTHING } from './assignments.ts';
import { Chart } from './chart.ts';
import { enabledBy } from './configuration.ts';
import { Macrostep } from './macrostep.ts';
import { keepsNothing } from './standardFunctions.ts';
import type { Stepping } from './stepState.ts';
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
    const macrostep = Macrostep.begin(chart, steppingWith(scope), event, configuration, context);
    macrostep.continueFrom(snapshot).run(this.takeDecision(snapshot, event));
    return snapshotOf(macrostep);
  }

  override getTransitionData(snapshot: AnyMachineSnapshot, event: EventObject) {
    const configuration = this.chart.configurationOf(snapshot);
    if (configuration === undefined) return super.getTransitionData(snapshot, event);
    const { context } = snapshot;
    return enabledBy(event, configuration, { context, snapshot })?.enabled ?? [];
  }

  override getInitialSnapshot(scope: Scope, input?: unknown): AnyMachineSnapshot {
    return snapshotOf(this.firstStep(steppingWith(scope), input));
  }

  /**
   * The macrostep that starts an actor.
   *
   * @throws an error of the chart, if XState's installed version throws it; otherwise the status tells.
   */
  firstStep(actor: Stepping, input: unknown): Macrostep {
    const { chart } = this;
    const { context: given } = this.config;
    const before = typeof given === 'function' ? NOTHING : given || {};
    const event = { type: 'xstate.init', input };
    const macrostep = Macrostep.begin(chart, actor, event, chart.initial.target, before);
    macrostep.shown = chart.beforeStart;
    let { context, children } = macrostep;
    try {
      if (typeof given === 'function') {
        makeContext(macrostep, given as MakeContext, input);
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

export function isCompiled(logic: unknown): logic is CompiledMachine {
  return logic instanceof CompiledMachine;
}

type MakeContext = (args: {
  readonly input: unknown;
  readonly spawn?: unknown;
  readonly self?: AnyActorRef;
}) => object;

function makeContext(macrostep: Macrostep, make: MakeContext, input: unknown): void {
  // The contexts of the standard charts are new objects that need no copy.
  if (keepsNothing(make)) macrostep.assign(make({ input }), macrostep.children);
  else assignWith(macrostep, ({ spawn, self }) => merged(NOTHING, make({ spawn, input, self })));
}

function snapshotOf(macrostep: Macrostep): AnyMachineSnapshot {
  const { snapshot } = macrostep;
  macrostep.end();
  return snapshot;
}

/** An actor that takes its steps as XState does in any case. */
const STEPS_AS_XSTATE = { isInspected: true, tally: undefined };

/** The actor of a scope, which XState passes in place of the actor. */
function steppingWith(scope: Scope): Stepping {
  return { host: STEPS_AS_XSTATE, ref: scope.self, system: scope.system, scope };
}
