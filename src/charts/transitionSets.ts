import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';

/*
 * Which states a transition leaves and enters: SCXML's procedures
 * (https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation) as XState has them, for charts
 * without parallel and history states. The checks of charts and the compiler both use them.
 */

/** A state that is entered, with the actions that run on the way in. */
export interface EnteredState {
  readonly node: AnyStateNode;
  readonly actions: AnyStateNode['entry'];
}

/** What one transition does when it is taken in one leaf. */
export interface TransitionSets {
  /** States that are left, the innermost first. */
  readonly exited: readonly AnyStateNode[];
  /** States that are entered, the outermost first. */
  readonly entered: readonly EnteredState[];
  /** The leaf that is active afterwards. */
  readonly leaf: AnyStateNode;
}

/** What the transition leaves and enters when it is taken in `leaf`. */
export function transitionSets(
  transition: AnyTransitionDefinition,
  leaf: AnyStateNode,
): TransitionSets {
  const target = targetOf(transition);
  if (target === undefined) return { exited: [], entered: [], leaf };
  const domain = domainOf(transition, target);
  const exited = pathTo(leaf)
    .filter((node) => isBelow(node, domain))
    .reverse();
  const entered = entrySet(transition, { target, domain });
  return { exited, entered, leaf: initialLeaf(entered.at(-1)?.node ?? leaf) };
}

/** The states that are entered when a chart starts. */
export function initialSets(root: AnyStateNode): TransitionSets {
  const leaf = initialLeaf(root);
  return { exited: [], entered: pathTo(leaf).map(enteredByDefault), leaf };
}

/** From the root to the node. */
export function pathTo(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [...pathTo(node.parent), node];
}

/** The innermost state that the transition stays within; undefined if it leaves even the root. */
function domainOf(
  { source, reenter }: AnyTransitionDefinition,
  target: AnyStateNode,
): AnyStateNode | undefined {
  if (!reenter && (target === source || isBelow(target, source))) return source;
  const shared = pathTo(target).filter((node) => isBelow(target, node) && isBelow(source, node));
  return shared.at(-1) ?? (reenter ? undefined : source.machine.root);
}

function entrySet(
  { source, reenter }: AnyTransitionDefinition,
  { target, domain }: { target: AnyStateNode; domain: AnyStateNode | undefined },
): EnteredState[] {
  const outermost = source.parent === undefined && reenter ? undefined : domain;
  const ancestors = pathTo(target).filter(
    (node) => node !== target && isBelow(node, domain) && isBelow(node, outermost),
  );
  // A state whose transition goes to itself without leaving it starts its descendants anew.
  const entersTarget = source !== target || source !== domain || reenter;
  const descendants = pathTo(initialLeaf(target)).filter((node) => isBelow(node, target));
  return [
    // Initial actions run only where a state is not entered on the way to a deeper target.
    ...ancestors.map((node) => ({ node, actions: node.entry })),
    ...(entersTarget ? [target, ...descendants] : descendants).map(enteredByDefault),
  ];
}

function enteredByDefault(node: AnyStateNode): EnteredState {
  return { node, actions: [...node.entry, ...(node.initial?.actions ?? [])] };
}

/** The leaf that is entered by default with the node. */
function initialLeaf(node: AnyStateNode): AnyStateNode {
  return node.type === 'compound' ? initialLeaf(initialChild(node)) : node;
}

function initialChild(node: AnyStateNode): AnyStateNode {
  return (node.initial.target as readonly AnyStateNode[])[0] as AnyStateNode;
}

function targetOf({ target }: AnyTransitionDefinition): AnyStateNode | undefined {
  return target?.[0];
}

/** True when the node is a proper descendant. Everything is below undefined, the root too. */
function isBelow(node: AnyStateNode, ancestor: AnyStateNode | undefined): boolean {
  if (ancestor === undefined) return true;
  for (let above = node.parent; above !== undefined; above = above.parent) {
    if (above === ancestor) return true;
  }
  return false;
}
