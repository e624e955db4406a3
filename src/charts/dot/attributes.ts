import { quoted, quotedTooltip } from './dotText.ts';

/** Attributes of DOT by name. A value is in DOT already: quoted, or a label in `<>`. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** `a=1, b="two"`, without the attributes that are undefined. */
export function attributeList(attributes: Attributes): string {
  return statements(attributes).join(', ');
}

/** The same as statements of a graph or a subgraph. */
export function statements(attributes: Attributes): string[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
}

/** The `id` and the `class` of an element in the SVG, and its tooltip. */
export function identity(
  id: string | undefined,
  classes: readonly string[],
  description?: string,
): Attributes {
  return {
    id: id === undefined ? undefined : quoted(id),
    class: quoted(classes.join(' ')),
    tooltip: description ? quotedTooltip(description) : undefined,
  };
}
