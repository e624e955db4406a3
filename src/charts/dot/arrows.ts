import { type Attributes, attributeList, identity } from './attributes.ts';
import { arrowLabel } from './labels.ts';
import type { End, Route } from './routes.ts';

/** The statements for the arrows of one transition. */
export function arrowsOf({ transition, from, to, label }: Route): string[] {
  const { elementId, trigger, actions, description } = transition;
  const classes = ['transition', elementId];
  if (label === undefined) {
    const text = arrowLabel(trigger, actions);
    return to.map((end) =>
      arrow(from, end, { ...identity(elementId, classes, description), label: text }),
    );
  }
  const anonymous = identity(undefined, classes);
  return [
    arrow(from, { node: label.node }, { ...anonymous, arrowhead: 'none' }),
    ...to.map((end) => arrow({ node: label.node }, end, anonymous)),
  ];
}

/** One arrow. */
export function arrow(from: End, to: End, attributes: Attributes): string {
  const list = attributeList({ ...attributes, ltail: from.cluster, lhead: to.cluster });
  return `${from.node} -> ${to.node} [${list}]`;
}
