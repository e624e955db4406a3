import type { AnyActorLogic, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { TestModel } from 'xstate/graph';

/** One thing that can happen in a chart: a variant of an event, with a name of its own. */
export interface ModelEvent extends EventObject {
  readonly [member: string]: unknown;
}

export interface ChartModelOptions {
  readonly input: object;
  readonly events: readonly ModelEvent[];
  /** Snapshots with equal keys count as one state; the key is the state value if left out. */
  readonly stateKey?: (snapshot: AnyMachineSnapshot) => string;
}

/** One arrow of a chart's graph. */
export interface Arrow {
  readonly from: string;
  readonly event: ModelEvent;
  readonly to: string;
}

/**
 * The graph of a chart by `xstate/graph`. `createTestModel` refuses charts with `after`, so the
 * timeouts are ordinary events here, for which the executors of the tests move the clock.
 */
export function chartModel(machine: AnyStateMachine, options: ChartModelOptions) {
  const stateKey = options.stateKey ?? ((snapshot) => String(snapshot.value));
  const model = new TestModel<AnyMachineSnapshot, ModelEvent, object>(
    machine as unknown as AnyActorLogic,
    {
      input: options.input,
      events: [...options.events],
      serializeState: (snapshot) => stateKey(snapshot),
      stateMatcher: (snapshot, key) => key === '*' || stateKey(snapshot) === key,
    } as ConstructorParameters<typeof TestModel<AnyMachineSnapshot, ModelEvent, object>>[1],
  );
  return {
    shortestPaths: () => model.getShortestPaths(),

    /** The events on the shortest path to a state. */
    wayTo(state: string): ModelEvent[] {
      const [path] = model.getShortestPaths({
        toState: (snapshot) => stateKey(snapshot) === state,
      });
      if (path === undefined) throw new Error(`no way to ${state}`);
      return path.steps.map(({ event }) => event).filter(({ type }) => type !== 'xstate.init');
    },

    /** Every arrow: each event in each state, including those that change nothing. */
    arrows(): Arrow[] {
      return Object.entries(model.getAdjacencyMap()).flatMap(([from, { transitions }]) =>
        Object.values(transitions).map((transition) => {
          const { state, event } = transition as { state: AnyMachineSnapshot; event: ModelEvent };
          return { from, event, to: stateKey(state) };
        }),
      );
    },
  };
}
