/** The order of a result. A class, so that the loops that read it stay monomorphic. */
export class Ranking {
  /** By row, the value that is sorted by. */
  readonly key: Float64Array;
  readonly isDescending: boolean;
  /** By row, the value that orders rows with the same key, the smallest first. */
  readonly tie: Float64Array;
  /** Orders rows with the same key and tie: below 0 if row `a` comes first, never 0 for two rows. */
  readonly breakTie: (a: number, b: number) => number;

  constructor(
    { key, isDescending = false }: { key: Float64Array; isDescending?: boolean },
    { tie, breakTie }: Pick<Ranking, 'tie' | 'breakTie'>,
  ) {
    this.key = key;
    this.isDescending = isDescending;
    this.tie = tie;
    this.breakTie = breakTie;
  }
}

/** Below 0 if row `a` comes first. */
export function compareRows(
  a: number,
  b: number,
  { key, isDescending, tie, breakTie }: Ranking,
): number {
  const difference = (key[a] as number) - (key[b] as number);
  if (difference !== 0) return isDescending ? -difference : difference;
  if (a === b) return 0;
  return (tie[a] as number) - (tie[b] as number) || breakTie(a, b);
}

/** Sorts the rows in place. */
export function sortRows(rows: Uint32Array, ranking: Ranking): Uint32Array {
  return rows.sort((a, b) => compareRows(a, b, ranking));
}
