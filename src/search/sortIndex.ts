import type { KeyedRows } from './filterKernels.ts';
import type { TopK } from './topK.ts';

/** Rows kept in a sort order, so that the first matching ones are found without reading all. */
export interface SortIndex {
  /** Offers matching rows to `top` until no further row can be among the first. */
  offerTo(top: TopK, filter: RowFilter): void;
}

/** Filters rows by the query that is being answered. Results are valid until the next call. */
export interface RowFilter {
  filterRows(rows: Uint32Array): Uint32Array;
  filterKeyedRows(rows: KeyedRows): Uint32Array;
  /** The matching rows from `first` up to `end`, which is excluded. */
  filterRange(first: number, end: number): Uint32Array;
}
