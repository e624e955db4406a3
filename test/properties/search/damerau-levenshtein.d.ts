declare module 'damerau-levenshtein' {
  /** With arrays of letters it counts letters; with strings it would count UTF-16 code units. */
  function distance(one: ArrayLike<string>, other: ArrayLike<string>): { readonly steps: number };
  export = distance;
}
