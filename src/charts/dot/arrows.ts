import { type Attributes, attributeList, identity } from './attributes.ts';
import type { End, Route } from './routes.ts';
import { arrowLabel } from './stateBox.ts';

/** The statements for the arrows of one transition. The first one has its label and its id. */
export function arrowsOf({ transition, from, to, junction }: Route): string[] {
  const { elementId, trigger, actions, description } = transition;
  const classes = ['transition', elementId];
  const named = {
    ...identity(elementId, classes, description),
    label: arrowLabel(trigger, actions),
  };
  if (junction === undefined) return to.map((end) => arrow(from, end, named));
  const branch = identity(undefined, classes);
  return [
    arrow(from, { node: junction.node }, { ...named, arrowhead: 'none' }),
    ...to.map((end) => arrow({ node: junction.node }, end, branch)),
  ];
}

/** One arrow. */
export function arrow(from: End, to: End, attributes: Attributes): string {
  const list = attributeList({ ...attributes, ltail: from.cluster, lhead: to.cluster });
  return `${from.node} -> ${to.node} [${list}]`;
}
