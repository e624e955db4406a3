import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { type ActionReference, activeNodesOf, type RaiseAction } from '../internals.ts';
import { type Action, prepareAction } from './actions.ts';
import { type Configuration, configurationsOf, initialStep, type Step } from './configuration.ts';
import type { ConfigurationParts } from './snapshots.ts';
import { isStandard } from './standardFunctions.ts';

/** Everything about a machine that can be known before it runs. */
export class Chart {
  readonly machine: AnyStateMachine;
  readonly initial: Step;
  /** Only the root has been entered, but the value is already that of the initial states. */
  readonly beforeStart: ConfigurationParts;
  /**
   * True when the initial actions only assign, and send and emit events. XState defers all others until the
   * actor runs, which an unwatched macrostep does not do.
   */
  readonly startsUnwatched: boolean;
  /** True for a standard chart with its own actions: its context is plain data at all times. */
  readonly isStandard: boolean;
  readonly #configurations: ReadonlyMap<AnyStateNode, Configuration>;
  readonly #named = new Map<string, Action>();

  constructor(machine: AnyStateMachine) {
    this.machine = machine;
    this.#configurations = configurationsOf(machine);
    this.initial = initialStep(machine, this.#configurations);
    const { root } = machine;
    const { value } = this.initial.target;
    this.beforeStart = { nodes: [root], value, tags: new Set(root.tags) };
    this.isStandard = isStandard(machine);
    this.startsUnwatched = isPlainStart(this.initial);
  }

  /**
   * Undefined for a snapshot of another machine, and for states that no step of an active machine leads
   * to: XState leaves such when a stopped machine is sent further events.
   */
  configurationOf(snapshot: AnyMachineSnapshot): Configuration | undefined {
    if (snapshot.machine !== this.machine) return undefined;
    const nodes = activeNodesOf(snapshot);
    // The leaf is the last node, or the first one once the machine has ended.
    const found =
      this.#configurations.get(nodes.at(-1) as AnyStateNode) ??
      this.#configurations.get(nodes[0] as AnyStateNode);
    return found !== undefined && haveSame(nodes, found.nodes) ? found : undefined;
  }

  /** Prepares an action that `enqueueActions` has created or named at run time. */
  prepare(reference: ActionReference): Action {
    if (typeof reference !== 'string') return prepareAction(this.machine, reference);
    let action = this.#named.get(reference);
    if (action === undefined) {
      action = prepareAction(this.machine, reference);
      this.#named.set(reference, action);
    }
    return action;
  }
}

/** True for the same nodes in any order. */
function haveSame(some: readonly AnyStateNode[], others: readonly AnyStateNode[]): boolean {
  if (some === others) return true;
  return some.length === others.length && others.every((node) => some.includes(node));
}

function isPlainStart({ entries, target }: Step): boolean {
  const actions = entries.flatMap((entry) => entry.actions);
  // An event that is raised without a delay may take a transition with other actions.
  const isPlain = ({ kind, implementation }: Action) =>
    ['assign', 'emit', 'sendTo', 'cancel'].includes(kind) ||
    (kind === 'raise' && (implementation as RaiseAction).delay !== undefined);
  return actions.every(isPlain) && target.always.length === 0 && target.leaf.type !== 'final';
}
