import type {
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  EventObject,
  StateValue,
} from 'xstate';
import { matchesDescriptor } from '../../charts/eventDescriptors.ts';
import {
  type EnteredState,
  initialSets,
  pathTo,
  transitionSets,
} from '../../charts/transitionSets.ts';
import type { ActionReference } from '../internals.ts';
import { type Action, prepareAction } from './actions.ts';
import { guardError } from './guardFaults.ts';
import {
  type CompiledGuard,
  compileGuard,
  type GuardedState,
  type GuardReference,
} from './guards.ts';
import { MisplacedWildcards } from './misplacedWildcards.ts';
import { TRIES_WILDCARDS_AFTER_EXACT } from './versionDifferences.ts';

/** A state that is entered, with the actions that run on the way in. */
export interface Entry {
  readonly node: AnyStateNode;
  readonly actions: readonly Action[];
}

/** What one transition does when it is taken in one configuration. */
export interface Step {
  /** Exit actions, those of the innermost state first. */
  readonly exits: readonly Action[];
  readonly actions: readonly Action[];
  /** The outermost state first. */
  readonly entries: readonly Entry[];
  readonly target: Configuration;
  /** True when other states are active afterwards; false also if the same ones are entered again. */
  readonly moves: boolean;
}

/** A transition that an event may enable in one configuration. */
export interface Candidate {
  /** Another one for each candidate of all charts: 0, 1, 2, ... */
  readonly number: number;
  readonly transition: AnyTransitionDefinition;
  /** The transition in an array, the form in which XState passes enabled transitions. */
  readonly enabled: readonly AnyTransitionDefinition[];
  readonly guard: CompiledGuard | undefined;
  readonly step: Step;
}

/**
 * The set of states that are active together: without parallel states, a path from the root to
 * one leaf. Lists the transitions that each event may take.
 */
export class Configuration {
  static #count = 0;

  /** Another one for each configuration of all charts: 0, 1, 2, ... */
  readonly number = Configuration.#count++;
  readonly leaf: AnyStateNode;
  /** From the root to the leaf. Shared by all snapshots, as are the value and the tags. */
  readonly nodes: readonly AnyStateNode[];
  readonly value: StateValue;
  readonly tags: ReadonlySet<string>;
  /** The same for a machine that has just ended: XState then lists its states in reverse. */
  readonly ended: Pick<Configuration, 'nodes' | 'value' | 'tags'>;
  /** Exit actions of all states, for the end of the machine, those of the innermost state first. */
  readonly exitsOfAll: readonly Action[];
  /** Eventless transitions, the innermost state's first. */
  always: readonly Candidate[] = [];
  readonly #byEvent = new Map<string, readonly Candidate[]>();
  readonly #byTransition = new Map<AnyTransitionDefinition, Candidate>();
  #hasWildcards = false;
  /** Undefined in nearly all charts. */
  readonly misplacedWildcards: MisplacedWildcards | undefined;

  constructor(leaf: AnyStateNode, prepare: Prepare) {
    this.leaf = leaf;
    this.nodes = pathTo(leaf);
    this.value = stateValueOf(this.nodes);
    this.tags = new Set(this.nodes.flatMap(({ tags }) => tags));
    const reversed = [...this.nodes].reverse();
    this.misplacedWildcards = MisplacedWildcards.among(reversed);
    const tags = new Set(reversed.flatMap((node) => node.tags));
    this.ended = { nodes: reversed, value: this.value, tags };
    this.exitsOfAll = reversed.flatMap(({ exit }) => exit.map(prepare));
  }

  /** Adds the transitions, once all configurations exist to be their targets. */
  link(candidateOf: (transition: AnyTransitionDefinition) => Candidate): void {
    const inwardsOut = [...this.nodes].reverse();
    this.always = inwardsOut.flatMap(({ always = [] }) => always.map(candidateOf));
    for (const transition of inwardsOut.flatMap((node) => [...node.transitions.values()].flat())) {
      this.#byTransition.set(transition, candidateOf(transition));
    }
    for (const descriptor of inwardsOut.flatMap((node) => [...node.transitions.keys()])) {
      this.#hasWildcards ||= descriptor === '*' || descriptor.endsWith('.*');
      this.#byEvent.set(descriptor, this.#find(descriptor));
    }
  }

  /** Transitions for events of the type, in the order in which their guards are evaluated. */
  candidates(eventType: string): readonly Candidate[] {
    const known = this.#byEvent.get(eventType);
    if (known !== undefined) return known;
    // Not cached: the number of types that no state names has no bound.
    return this.#hasWildcards ? this.#find(eventType) : NONE;
  }

  /** The candidate of one of this configuration's own transitions. */
  candidateOf(transition: AnyTransitionDefinition | undefined): Candidate | undefined {
    return transition && this.#byTransition.get(transition);
  }

  #find(eventType: string): Candidate[] {
    return [...this.nodes]
      .reverse()
      .flatMap((node) => transitionsFor(node, eventType))
      .map((transition) => this.#byTransition.get(transition) as Candidate);
  }
}

const NONE: readonly Candidate[] = [];

/**
 * The transition that the event enables: the first candidate whose guard holds.
 *
 * @throws Error with XState's message if a guard throws.
 */
export function enabledBy(
  event: EventObject,
  configuration: Configuration,
  state: GuardedState,
): Candidate | undefined {
  // Read first, as XState does, so that an undefined event fails with the same message.
  const type = event.type;
  const { misplacedWildcards } = configuration;
  for (const candidate of configuration.candidates(type)) {
    const { guard, transition } = candidate;
    misplacedWildcards?.warn(type, transition.source);
    if (guard === undefined) return candidate;
    try {
      if (guard(event, state)) return candidate;
    } catch (error) {
      const name = nameOf(transition.guard as GuardReference);
      throw guardError(
        `Unable to evaluate guard ${name}in transition for event '${type}' in state node '${transition.source.id}':\n${(error as Error).message}`,
        error,
      );
    }
  }
  misplacedWildcards?.warn(type, configuration.nodes[0] as AnyStateNode);
  return undefined;
}

function nameOf(guard: GuardReference): string {
  if (typeof guard === 'function') return '';
  return `'${typeof guard === 'string' ? guard : guard.type}' `;
}

/** Candidates that have been made so far. */
let candidateCount = 0;

type Prepare = (action: ActionReference) => Action;

/** Every configuration that the machine can be in, by its leaf. */
export function configurationsOf(
  machine: AnyStateMachine,
): ReadonlyMap<AnyStateNode, Configuration> {
  const prepare: Prepare = (action) => prepareAction(machine, action);
  const leaves = leavesBelow(machine.root);
  const all = new Map(leaves.map((leaf) => [leaf, new Configuration(leaf, prepare)] as const));
  const find = (leaf: AnyStateNode) => all.get(leaf) as Configuration;
  for (const from of all.values()) {
    from.link((transition) => ({
      number: candidateCount++,
      transition,
      enabled: [transition],
      guard: transition.guard
        ? compileGuard(machine, transition.guard as GuardReference)
        : undefined,
      step: stepOf(transition, { from, find, prepare }),
    }));
  }
  return all;
}

/** The step into the initial states. */
export function initialStep(
  machine: AnyStateMachine,
  configurations: ReadonlyMap<AnyStateNode, Configuration>,
): Step {
  const { entered, leaf } = initialSets(machine.root);
  const target = configurations.get(leaf) as Configuration;
  const prepare: Prepare = (action) => prepareAction(machine, action);
  return {
    exits: [],
    actions: [],
    entries: entered.map((state) => entryInto(state, prepare)),
    target,
    moves: target.nodes.length > 1,
  };
}

function stepOf(
  transition: AnyTransitionDefinition,
  {
    from,
    find,
    prepare,
  }: {
    from: Configuration;
    find: (leaf: AnyStateNode) => Configuration;
    prepare: Prepare;
  },
): Step {
  const { exited, entered, leaf } = transitionSets(transition, from.leaf);
  const target = find(leaf);
  return {
    exits: exited.flatMap(({ exit }) => exit.map(prepare)),
    actions: transition.actions.map((action) => prepare(action as ActionReference)),
    entries: entered.map((state) => entryInto(state, prepare)),
    target,
    moves: target !== from,
  };
}

function entryInto({ node, actions }: EnteredState, prepare: Prepare): Entry {
  return { node, actions: actions.map((action) => prepare(action as ActionReference)) };
}

function leavesBelow(node: AnyStateNode): AnyStateNode[] {
  return node.type === 'compound' ? Object.values(node.states).flatMap(leavesBelow) : [node];
}

/** `'a'`, or `{ a: { b: 'c' } }` for deeper paths; `{}` for a machine without states. */
function stateValueOf([, ...below]: readonly AnyStateNode[]): StateValue {
  const keys = below.map(({ key }) => key);
  const last = keys.pop();
  if (last === undefined) return {};
  // Frozen, since all snapshots of the configuration share it.
  return keys.reduceRight<StateValue>((inner, key) => Object.freeze({ [key]: inner }), last);
}

/** By exact type first, then by wildcards, the longest first. */
function transitionsFor(node: AnyStateNode, eventType: string): AnyTransitionDefinition[] {
  const exact = node.transitions.get(eventType);
  if (exact !== undefined && !TRIES_WILDCARDS_AFTER_EXACT) return exact;
  const wildcards = [...node.transitions.keys()]
    .filter((descriptor) => descriptor !== eventType && matchesDescriptor(eventType, descriptor))
    .sort((a, b) => b.length - a.length)
    .flatMap((descriptor) => node.transitions.get(descriptor) ?? []);
  return [...(exact ?? []), ...wildcards];
}
