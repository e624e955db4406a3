import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { describeChart, type TransitionDescription } from '../../charts/describeChart.ts';
import { stateNodes, transitionsOf } from '../../charts/graph.ts';
import type { Candidate } from '../../xstate/compile/configuration.ts';
import type { Transitions } from '../../xstate/decidingMachine.ts';
import type { TransitionFigures } from '../watchTypes.ts';
import { Count } from './count.ts';

/** How often each transition of the charts was taken. */
export class TransitionCounts {
  /** By chart, with the ids of the transitions in its drawing. */
  readonly #byChart = new Map<AnyStateMachine, readonly (readonly [string, Count])[]>();
  readonly #counts = new Map<AnyTransitionDefinition, Count>();
  /** Of the candidates of compiled charts, which each microstep asks for: several have one transition. */
  readonly #byNumber: (Count | undefined)[] = [];

  constructor(machines: Iterable<AnyStateMachine>) {
    for (const machine of machines) {
      const { transitions } = describeChart(machine);
      const counts = stateNodes(machine)
        .flatMap(transitionsOf)
        .map((transition, index) => {
          const count = new Count();
          this.#counts.set(transition, count);
          return [(transitions[index] as TransitionDescription).elementId, count] as const;
        });
      this.#byChart.set(machine, counts);
    }
  }

  took(candidate: Candidate): void {
    const count = this.#byNumber[candidate.number] ?? this.#add(candidate);
    count.count++;
  }

  tookAll(transitions: Transitions): void {
    for (const transition of transitions) {
      const count = this.#counts.get(transition);
      if (count !== undefined) count.count++;
    }
  }

  /** To be called once a second. */
  readRates(): void {
    for (const count of this.#counts.values()) count.read();
  }

  /** By element id; only those that have been taken. */
  figures(machine: AnyStateMachine): Record<string, TransitionFigures> {
    const figures: Record<string, TransitionFigures> = {};
    for (const [id, { count, perSecond }] of this.#byChart.get(machine) ?? []) {
      if (count > 0) figures[id] = { count, perSecond };
    }
    return figures;
  }

  /** Those of charts that are not shown, such as that of an invoked actor, are counted for nothing. */
  #add({ number, transition }: Candidate): Count {
    while (this.#byNumber.length < number) this.#byNumber.push(undefined);
    const count = this.#counts.get(transition) ?? new Count();
    this.#byNumber[number] = count;
    return count;
  }
}
