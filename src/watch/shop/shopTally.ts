import type { AnyStateMachine, StateValue } from 'xstate';
import type { ActorKind, PassiveState } from '../../runtime/actorKind.ts';
import type { ActorTally } from '../../runtime/actorTally.ts';
import { LiveActor } from '../../runtime/liveActor.ts';
import type { ScannedActor } from '../../runtime/scannedActor.ts';
import type { Candidate, Configuration } from '../../xstate/compile/configuration.ts';
import type { Transitions } from '../../xstate/decidingMachine.ts';
import type { SteppedActor } from '../../xstate/host/host.ts';
import type { StateFigures } from '../watchTypes.ts';
import { SampledTimes } from './sampledTimes.ts';
import { StateTallies } from './stateTallies.ts';
import { TransitionCounts } from './transitionCounts.ts';

/**
 * Counts the actors of a shop by state, and the transitions that they take, while the shop runs. Each step costs some
 * nanoseconds, so that a busy shop stays as fast as it is.
 */
export class ShopTally implements ActorTally {
  readonly #states = new StateTallies();
  readonly #transitions: TransitionCounts;
  readonly #times: SampledTimes;
  /**
   * Of the kinds of which not all actors have been counted yet: those that have been, by name. Other actors are counted when
   * a scan finds them, or when they do something.
   */
  readonly #counted = new Map<ActorKind, Set<string>>();
  #isCounting = true;
  /** Rises when something has been counted. */
  news = 0;

  /** @param kinds those whose actors are to be counted by {@link ShopTally.find} then. */
  constructor(machines: Iterable<AnyStateMachine>, kinds: readonly ActorKind[], now: () => number) {
    this.#times = new SampledTimes(now);
    this.#transitions = new TransitionCounts(machines);
    for (const kind of kinds) this.#counted.set(kind, new Set());
  }

  took(candidate: Candidate): void {
    this.#transitions.took(candidate);
  }

  tookAll(transitions: Transitions): void {
    this.#transitions.tookAll(transitions);
  }

  stepped(actor: SteppedActor, from: Configuration | StateValue): void {
    this.news++;
    if (this.#isCounting) this.#countBefore(actor, from);
    const to = actor.configuration ?? actor.snapshot.value;
    // One that leaves memory is stopped, and keeps its state.
    if (from === to) return;
    const machine = actor.logic as AnyStateMachine;
    const before = this.#states.of(machine, from);
    const after = this.#states.of(machine, to);
    if (before === after) return;
    before.now--;
    after.now++;
    if (!(actor instanceof LiveActor)) return;
    this.#times.change(actor.kind, actor.name, before, actor.status !== 'active');
  }

  started(actor: LiveActor): void {
    const { kind, name } = actor;
    if (this.#isCounting) this.#counted.get(kind)?.add(name);
    this.#stateOf(actor).now++;
    this.#times.change(kind, name, undefined, false);
  }

  disposed(actor: LiveActor): void {
    const { kind, name } = actor;
    const state = this.#stateOf(actor);
    if (this.#isCounting) this.#countBefore(actor, stateOf(actor));
    state.now--;
    this.#times.change(kind, name, state, true);
  }

  released(kind: ActorKind, name: string, { value }: PassiveState): void {
    // A scan may still find it.
    this.#counted.get(kind)?.add(name);
    this.#states.of(kind.machine, value).now++;
  }

  /** Counts an actor that lives as long as the shop. */
  addService(actor: SteppedActor): void {
    this.#states.of(actor.logic as AnyStateMachine, stateOf(actor)).now++;
  }

  /** A scan has found the actor. */
  find(kind: ActorKind, { name, status, value }: ScannedActor): void {
    const counted = this.#counted.get(kind);
    if (counted === undefined || counted.has(name)) return;
    // One that has ended does nothing more that it could be counted for.
    if (status === 'active') counted.add(name);
    this.news++;
    this.#states.of(kind.machine, value).now++;
  }

  /** A scan has found all actors of the kind. */
  complete(kind: ActorKind): void {
    this.#counted.delete(kind);
    this.#isCounting = this.#counted.size > 0;
  }

  isComplete(kind: ActorKind): boolean {
    return !this.#counted.has(kind);
  }

  /** To be called once a second. */
  readRates(): void {
    this.#transitions.readRates();
    this.#times.adapt();
  }

  /** The clock has jumped. */
  rebase(): void {
    this.#times.clear();
  }

  states(machine: AnyStateMachine): Record<string, StateFigures> {
    const figures: Record<string, StateFigures> = {};
    for (const { name, now, times } of this.#states.all(machine)) {
      figures[name] = { now, medianMs: times.percentile(0.5), p99Ms: times.percentile(0.99) };
    }
    return figures;
  }

  transitions(machine: AnyStateMachine) {
    return this.#transitions.figures(machine);
  }

  /** Counts the actor as it was, if that has not been done yet. */
  #countBefore(actor: SteppedActor, state: Configuration | StateValue): void {
    if (!(actor instanceof LiveActor)) return;
    const counted = this.#counted.get(actor.kind);
    if (counted === undefined || counted.has(actor.name)) return;
    counted.add(actor.name);
    this.#states.of(actor.kind.machine, state).now++;
  }

  #stateOf(actor: LiveActor) {
    return this.#states.of(actor.kind.machine, stateOf(actor));
  }
}

/** The configuration of the actor; its state value if its chart is not compiled. */
function stateOf(actor: SteppedActor): Configuration | StateValue {
  return actor.configuration ?? actor.snapshot.value;
}
