import { type AnyStateNode, assertEvent } from 'xstate';
import { TRIES_WILDCARDS_AFTER_EXACT } from './versionDifferences.ts';

/** Event types that have been looked up, by state: XState warns at the first look-up only. */
const lookedUp = new WeakMap<AnyStateNode, Set<string>>();

/**
 * Descriptors with a wildcard before the end, such as `a.*.b.*`. XState's development build warns of
 * them when it looks for the transitions of an event.
 */
export class MisplacedWildcards {
  readonly #byNode: readonly (readonly [AnyStateNode, readonly string[]])[];

  private constructor(byNode: readonly (readonly [AnyStateNode, readonly string[]])[]) {
    this.#byNode = byNode;
  }

  /** Undefined if the states have no such descriptor, as in nearly all charts. */
  static among(inwardsOut: readonly AnyStateNode[]): MisplacedWildcards | undefined {
    const byNode = inwardsOut.map(
      (node) => [node, [...node.transitions.keys()].filter(isMisplaced)] as const,
    );
    const has = byNode.some(([, descriptors]) => descriptors.length > 0);
    return has ? new MisplacedWildcards(byNode) : undefined;
  }

  /** Warns as XState does when it looks up the event in the innermost state and outwards to `last`. */
  warn(eventType: string, last: AnyStateNode): void {
    for (const [node, descriptors] of this.#byNode) {
      if (descriptors.length > 0 && isFirstLookUp(node, eventType)) {
        for (const descriptor of descriptors) matchAsXState(eventType, descriptor);
      }
      if (node === last) return;
    }
  }
}

function isMisplaced(descriptor: string): boolean {
  return descriptor.endsWith('.*') && descriptor.indexOf('*') < descriptor.length - 1;
}

function isFirstLookUp(node: AnyStateNode, eventType: string): boolean {
  if (node.transitions.has(eventType) && !TRIES_WILDCARDS_AFTER_EXACT) return false;
  const types = lookedUp.get(node) ?? new Set();
  lookedUp.set(node, types);
  if (types.has(eventType)) return false;
  types.add(eventType);
  return true;
}

/** `assertEvent` is the only public function that matches a descriptor. It throws if it does not match. */
function matchAsXState(type: string, descriptor: string): void {
  try {
    assertEvent({ type }, descriptor);
  } catch {
    // Only the warning matters.
  }
}
