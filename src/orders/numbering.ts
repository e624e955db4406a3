/** Numbers for ids. A number belongs to its id for ever, since archived orders hold it. */
export interface Numbering {
  /** An integer from 0 on, less than the count of ids; undefined for an id without one. */
  numberOf(id: string): number | undefined;
  idOf(number: number): string;
}
