import type { ChartDescription, StatePath, TransitionDescription } from '../describeChart.ts';
import { type Anchors, innerTail } from './anchors.ts';
import { clusterName, junctionName } from './dotNames.ts';
import { isSamePath, isWithin, sharedAncestor } from './pathRelations.ts';

/** One end of an arrow. */
export interface End {
  readonly node: string;
  /** The box at which the arrow is cut off. */
  readonly cluster?: string;
}

/** How the arrows of a transition run. */
export interface Route {
  readonly transition: TransitionDescription;
  readonly from: End;
  readonly to: readonly End[];
  /** A point between `from` and `to`, and the state in whose box it is; undefined for a plain arrow. */
  readonly junction: { readonly node: string; readonly within: StatePath | undefined } | undefined;
}

/** The routes of all transitions with targets; the others are rows in the box of their state. */
export function routesOf({ transitions }: ChartDescription, anchors: Anchors): Route[] {
  return transitions
    .filter(({ targets }) => targets.length > 0)
    .map((transition) => routeOf(transition, anchors));
}

function routeOf(transition: TransitionDescription, anchors: Anchors): Route {
  const { source, targets, elementId } = transition;
  if (staysInside(transition, anchors)) {
    return {
      transition,
      from: { node: innerTail(source) },
      to: targets.map((target) =>
        isSamePath(target, source) ? { node: anchors.head(target) } : headOf(target, anchors),
      ),
      junction: targets.length > 1 ? { node: junctionName(elementId), within: source } : undefined,
    };
  }
  return {
    transition,
    from: tailOf(source, anchors),
    to: targets.map((target) => headOf(target, anchors)),
    junction: needsJunction(transition, anchors)
      ? { node: junctionName(elementId), within: sharedAncestor([source, ...targets]) }
      : undefined,
  };
}

/** True when the source has others in it and is not left. */
function staysInside({ source, targets, reenter }: TransitionDescription, anchors: Anchors) {
  return anchors.isGroup(source) && !reenter && targets.every((target) => isWithin(target, source));
}

/** True when one arrow cannot show it: an arrow cannot be cut off at a box that has both of its ends in it. */
function needsJunction({ source, targets }: TransitionDescription, anchors: Anchors): boolean {
  const [target = [], ...others] = targets;
  if (others.length > 0) return true;
  if (isSamePath(source, target)) return anchors.isGroup(source);
  return isWithin(source, target) || isWithin(target, source);
}

function headOf(path: StatePath, anchors: Anchors): End {
  return { node: anchors.head(path), ...cutOff(path, anchors) };
}

function tailOf(path: StatePath, anchors: Anchors): End {
  return { node: anchors.tail(path), ...cutOff(path, anchors) };
}

function cutOff(path: StatePath, anchors: Anchors): { readonly cluster?: string } {
  return anchors.isGroup(path) ? { cluster: clusterName(path) } : {};
}
