import type { ChartDescription, StatePath, TransitionDescription } from '../describeChart.ts';
import type { Anchors } from './anchors.ts';
import { clusterName, labelName, notesName } from './dotNames.ts';
import { isSamePath, isWithin, sharedAncestor } from './pathRelations.ts';

/** One end of an arrow. */
export interface End {
  readonly node: string;
  /** The box at which the arrow is cut off. */
  readonly cluster?: string;
}

/** How a transition runs. */
export interface Route {
  readonly transition: TransitionDescription;
  readonly from: End;
  readonly to: readonly End[];
  /** A node that has the label, with arrows to and from it; undefined for one arrow that has the label itself. */
  readonly label: LabelNode | undefined;
}

export interface LabelNode {
  readonly node: string;
  /** The state in whose box it is. */
  readonly within: StatePath;
}

/** The routes of all transitions with targets; the others are rows in the box of their state. */
export function routesOf({ transitions }: ChartDescription, anchors: Anchors): Route[] {
  return transitions
    .filter(({ targets }) => targets.length > 0)
    .map((transition) => routeOf(transition, anchors));
}

/** Where an arrow to the state ends. */
export function headOf(path: StatePath, anchors: Anchors): End {
  return { node: anchors.head(path), ...cutOff(path, anchors) };
}

function routeOf(transition: TransitionDescription, anchors: Anchors): Route {
  const { source, targets, elementId } = transition;
  const inside = beginsInside(transition, anchors);
  const from = inside
    ? { node: notesName(source) }
    : { node: anchors.tail(source), ...cutOff(source, anchors) };
  const to = targets.map((target) =>
    inside && isSamePath(target, source) ? { node: anchors.head(target) } : headOf(target, anchors),
  );
  const within = inside ? source : sharedAncestor([source, ...targets]);
  const isPlain = isPlainArrow(transition, within, anchors);
  return {
    transition,
    from,
    to,
    label: isPlain ? undefined : { node: labelName(elementId), within },
  };
}

/** True when the source has others in it and is not left. The root has no box that an arrow could leave. */
function beginsInside(transition: TransitionDescription, { isGroup }: Anchors): boolean {
  const { source, targets, reenter } = transition;
  if (!isGroup(source)) return false;
  return source.length === 0 || (!reenter && targets.every((target) => isWithin(target, source)));
}

/**
 * True when one arrow can show it. Graphviz lets the label of an arrow overlap boxes, and cannot cut an arrow off at a
 * box that has both of its ends in it. A node with the label lies in the box where it belongs.
 */
function isPlainArrow(
  { source, targets }: TransitionDescription,
  within: StatePath,
  { isGroup }: Anchors,
): boolean {
  const [target = [], ...others] = targets;
  if (others.length > 0 || isGroup(source) || isGroup(target)) return false;
  return within.length === 0 || isSamePath(source, target);
}

function cutOff(path: StatePath, { isGroup }: Anchors): { readonly cluster?: string } {
  return path.length > 0 && isGroup(path) ? { cluster: clusterName(path) } : {};
}
