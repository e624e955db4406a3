import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';

/*
 * Which states a transition leaves and enters: SCXML's procedures
 * (https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation) as XState has them, for charts
 * without parallel and history states.
 */

/** From the root to the node. */
export function pathTo(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [...pathTo(node.parent), node];
}

/** The leaf that is entered by default with the node. */
export function initialLeaf(node: AnyStateNode): AnyStateNode {
  return node.type === 'compound' ? initialLeaf(initialChild(node)) : node;
}

/** States that are left, the innermost first, when all `active` ones are. */
export function exitSet(
  transition: AnyTransitionDefinition,
  active: readonly AnyStateNode[],
): AnyStateNode[] {
  if (targetOf(transition) === undefined) return [];
  const domain = domainOf(transition);
  return active.filter((node) => isBelow(node, domain)).reverse();
}

/** States that are entered, the outermost first, and those of them that start their initial state. */
export function entrySet(transition: AnyTransitionDefinition): {
  readonly entered: readonly AnyStateNode[];
  readonly byDefault: ReadonlySet<AnyStateNode>;
} {
  const target = targetOf(transition);
  if (target === undefined) return { entered: [], byDefault: new Set() };
  const { source, reenter } = transition;
  const domain = domainOf(transition);
  const descendants = pathTo(initialLeaf(target)).filter((node) => isBelow(node, target));
  // A state whose transition goes to itself without leaving it starts its descendants anew.
  const entersTarget = source !== target || source !== domain || reenter;
  const byDefault = new Set(entersTarget ? [target, ...descendants] : descendants);
  const outermost = source.parent === undefined && reenter ? undefined : domain;
  const ancestors = pathTo(target).filter(
    (node) => node !== target && isBelow(node, domain) && isBelow(node, outermost),
  );
  return { entered: [...ancestors, ...byDefault], byDefault };
}

export function targetOf({ target }: AnyTransitionDefinition): AnyStateNode | undefined {
  return target?.[0];
}

/** The innermost state that the transition stays within; undefined if it leaves even the root. */
function domainOf(transition: AnyTransitionDefinition): AnyStateNode | undefined {
  const { source, reenter } = transition;
  const target = targetOf(transition);
  if (target === undefined) return source;
  if (!reenter && (target === source || isBelow(target, source))) return source;
  const shared = pathTo(target).filter((node) => isBelow(target, node) && isBelow(source, node));
  return shared.at(-1) ?? (reenter ? undefined : source.machine.root);
}

/** Is it a proper descendant? Everything is below undefined, the root too. */
function isBelow(node: AnyStateNode, ancestor: AnyStateNode | undefined): boolean {
  if (ancestor === undefined) return true;
  for (let above = node.parent; above !== undefined; above = above.parent) {
    if (above === ancestor) return true;
  }
  return false;
}

function initialChild(node: AnyStateNode): AnyStateNode {
  return (node.initial.target as readonly AnyStateNode[])[0] as AnyStateNode;
}
