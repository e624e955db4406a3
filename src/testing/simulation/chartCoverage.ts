import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { pathName, stateNodes, transitionsOf } from '../../charts/graph.ts';
import { eventName } from '../../charts/transitionLabel.ts';

/** Which states and events of a chart a simulation has seen. A rule about a state that is never reached is not tested. */
export interface ChartCoverage {
  /** The states that were reached, by their paths such as `confirmed.packing`, in the order of the chart. */
  readonly reached: readonly string[];
  readonly neverReached: readonly string[];
  /**
   * The events that have taken a transition, in the order of the chart: their types, `after paymentTimeout` for a
   * delay, `always` for transitions without an event, `done payment` for an invoked actor.
   */
  readonly accepted: readonly string[];
  /** The events of the chart, and the given ones, that have not. */
  readonly neverAccepted: readonly string[];
}

/** Collects the coverage of one chart over all runs. */
export class CoverageOfChart {
  readonly #states = new Map<string, boolean>();
  readonly #events = new Map<string, boolean>();
  readonly #nameOf = new Map<AnyTransitionDefinition, string>();

  /** Adds a chart, or the same chart as another shop has adopted it. */
  add(machine: AnyStateMachine): void {
    for (const node of stateNodes(machine)) {
      if (node.path.length > 0 && node.type !== 'history') addTo(this.#states, pathName(node));
      for (const transition of transitionsOf(node)) {
        if (this.#nameOf.has(transition)) continue;
        const name = eventName(transition);
        this.#nameOf.set(transition, name);
        addTo(this.#events, name);
      }
    }
  }

  /** An event of this type is sent to it, whether the chart knows it or not. */
  send(type: string): void {
    addTo(this.#events, type);
  }

  /** States are active. */
  reach(nodes: Iterable<AnyStateNode>): void {
    for (const node of nodes) {
      const name = pathName(node);
      if (this.#states.has(name)) this.#states.set(name, true);
    }
  }

  /** A transition was taken; another chart's counts for nothing. */
  take(transition: AnyTransitionDefinition): void {
    const name = this.#nameOf.get(transition);
    if (name === undefined) return;
    this.#events.set(name, true);
    // Also those that the chart leaves at once.
    for (const target of transition.target ?? []) this.reach([target]);
  }

  report(): ChartCoverage {
    return {
      reached: namesOf(this.#states, true),
      neverReached: namesOf(this.#states, false),
      accepted: namesOf(this.#events, true),
      neverAccepted: namesOf(this.#events, false),
    };
  }
}

function addTo(seen: Map<string, boolean>, name: string): void {
  if (!seen.has(name)) seen.set(name, false);
}

function namesOf(seen: ReadonlyMap<string, boolean>, isSeen: boolean): string[] {
  return [...seen].filter(([, was]) => was === isSeen).map(([name]) => name);
}
