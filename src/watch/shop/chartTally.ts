import type { AnyStateMachine, AnyTransitionDefinition, StateValue } from 'xstate';
import { describeChart, type TransitionDescription } from '../../charts/describeChart.ts';
import { stateNodes, transitionsOf } from '../../charts/graph.ts';
import { stateName } from '../../runtime/stateName.ts';
import { MAX_LONGEST, MAX_TRACKED } from '../limits.ts';
import type { ChartUpdate, StateFigures, TransitionFigures, WaitingActor } from '../watchTypes.ts';
import { Count } from './count.ts';
import { StateTally } from './stateTally.ts';
import { TrackedActor } from './trackedActor.ts';

/** An actor as far as it is counted. */
export interface Counted {
  readonly name: string;
  readonly value: StateValue;
  readonly status: string;
}

/** Counts the actors of one chart: by state, by the time that they are in it, and by the transitions that they take. */
export class ChartTally {
  readonly id: string;
  readonly machine: AnyStateMachine;
  /** False until all actors have been counted that were there when it was begun. */
  isComplete = false;
  readonly #states = new Map<string, StateTally>();
  /** Of the transitions of the chart. */
  readonly #transitions = new Map<AnyTransitionDefinition, TransitionCount>();
  readonly #actors = new Map<string, TrackedActor>();
  /** The actors that have ended or gone since, until all have been counted: a scan may still find them as they were. */
  #gone: Set<string> | undefined = new Set();
  #untracked = 0;

  constructor(id: string, machine: AnyStateMachine) {
    this.id = id;
    this.machine = machine;
    const { transitions } = describeChart(machine);
    for (const [index, transition] of stateNodes(machine).flatMap(transitionsOf).entries()) {
      const { elementId } = transitions[index] as TransitionDescription;
      this.#transitions.set(transition, new TransitionCount(elementId));
    }
  }

  /** The actor that is tracked under this name. */
  get(name: string): TrackedActor | undefined {
    return this.#actors.get(name);
  }

  /** An actor that was not there before, or that no scan has found yet. @param since undefined if that is not known. */
  add({ name, value, status }: Counted, since: number | undefined, now: number): void {
    if (this.#actors.has(name) || status !== 'active' || !this.#hasRoom()) return;
    const isAtLeast = since === undefined;
    const actor = new TrackedActor(name, this.stateOf(value), since ?? now, isAtLeast);
    this.#actors.set(name, actor);
    actor.state.enter(actor);
  }

  /** Adds what a scan has found. */
  addFound(found: readonly (Counted & { readonly since: number | undefined })[], now: number) {
    const byState = new Map<StateTally, TrackedActor[]>();
    for (const { name, value, status, since } of found) {
      if (this.#actors.has(name) || this.#gone?.has(name) === true) continue;
      const state = this.stateOf(value);
      if (status !== 'active') {
        state.now++;
        continue;
      }
      if (!this.#hasRoom()) continue;
      const actor = new TrackedActor(name, state, since ?? now, since === undefined);
      this.#actors.set(name, actor);
      const others = byState.get(state);
      if (others === undefined) byState.set(state, [actor]);
      else others.push(actor);
    }
    for (const [state, actors] of byState) state.find(actors);
  }

  /** All actors that were there have been found. */
  complete(): void {
    this.isComplete = true;
    this.#gone = undefined;
  }

  /**
   * The actor has taken an event.
   *
   * @returns the state in which it was before; undefined if it is not known.
   */
  step({ name, value, status }: Counted, now: number): StateTally | undefined {
    const actor = this.#actors.get(name);
    if (actor === undefined) {
      if (status === 'active') this.add({ name, value, status }, now, now);
      else this.#end(name, this.stateOf(value));
      return undefined;
    }
    const from = actor.state;
    const to = this.stateOf(value);
    if (from === to) return from;
    if (!actor.isAtLeast) from.addTime(Math.max(0, now - actor.since));
    from.leave(actor);
    if (status !== 'active') {
      this.#actors.delete(name);
      this.#end(name, to);
      return from;
    }
    actor.state = to;
    actor.since = now;
    actor.isAtLeast = false;
    to.enter(actor);
    return from;
  }

  took(transitions: readonly AnyTransitionDefinition[]): void {
    for (const transition of transitions) {
      const count = this.#transitions.get(transition);
      if (count !== undefined) count.count++;
    }
  }

  /** The actor is gone without having ended. */
  dispose(name: string): void {
    const actor = this.#actors.get(name);
    this.#actors.delete(name);
    actor?.state.leave(actor);
    this.#gone?.add(name);
  }

  /** To be called once a second. */
  readRates(): void {
    for (const count of this.#transitions.values()) count.read();
  }

  /** The clock has jumped. */
  rebase(byMs: number): void {
    for (const actor of this.#actors.values()) actor.since += byMs;
  }

  stateOf(value: StateValue): StateTally {
    const name = stateName(value);
    let state = this.#states.get(name);
    if (state === undefined) {
      state = new StateTally(name);
      this.#states.set(name, state);
    }
    return state;
  }

  update(): ChartUpdate {
    const states: Record<string, StateFigures> = {};
    for (const [name, state] of this.#states) states[name] = state.figures();
    const transitions: Record<string, TransitionFigures> = {};
    for (const { id, count, perSecond } of this.#transitions.values()) {
      if (count > 0) transitions[id] = { count, perSecond };
    }
    const { id, isComplete } = this;
    return {
      id,
      isComplete,
      states,
      transitions,
      longest: this.#longest(),
      untracked: this.#untracked,
    };
  }

  #longest(): WaitingActor[] {
    const found = [...this.#states.values()].flatMap((state) => state.longest(MAX_LONGEST));
    return found
      .sort((a, b) => a.since - b.since)
      .map(({ name, state, since, isAtLeast }) => {
        return { id: `${this.id}:${name}`, state: state.name, since, isAtLeast };
      });
  }

  #end(name: string, state: StateTally): void {
    state.now++;
    this.#gone?.add(name);
  }

  #hasRoom(): boolean {
    if (this.#actors.size < MAX_TRACKED) return true;
    this.#untracked++;
    return false;
  }
}

/** How often a transition was taken. */
class TransitionCount extends Count {
  readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }
}
