/*
 * The ids of the elements of a drawing. No two states, and no two transitions, have the same one, whatever their
 * names are. All consist of letters, digits, `-` and `_`, so that they also work in selectors.
 */

/**
 * The id of the element of a state in the SVG that Graphviz makes of `toDot`.
 *
 * @param path keys from the outermost state to this one; empty for the root.
 */
export function stateElementId(path: readonly string[]): string {
  return ['state', ...path.map(encode)].join('-');
}

/**
 * The id of the element of a transition in the same SVG: the one that has its label. All elements of the transition,
 * such as the arrows to its targets, have it as a class.
 *
 * @param event the type of the event; '' for a transition without one.
 * @param index its place among the transitions of this state and this event, from 0 on.
 * @param source keys from the outermost state to the one that has the transition.
 */
export function transitionElementId(
  source: readonly string[],
  event: string,
  index: number,
): string {
  return ROW_PREFIX + ['transition', encode(event), index, ...source.map(encode)].join('-');
}

/** Graphviz puts this before the id of a row of a table. Ids of transitions begin with it, rows or not. */
export const ROW_PREFIX = 'a_';

/** A text in letters, digits and `_`: other characters by their code, `_2e_` for a dot. */
export function encode(text: string): string {
  return [...text]
    .map((character) =>
      /^[A-Za-z0-9]$/.test(character) ? character : `_${character.codePointAt(0)?.toString(16)}_`,
    )
    .join('');
}
