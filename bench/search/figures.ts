import type { PeerVariant } from './peer.ts';
import type { FacetName, Kind } from './query.ts';
import type { TimesSummary } from './times.ts';

/** Searches of one kind. */
export interface SearchFigures extends TimesSummary {
  /** The mean number of matches of a search, on all pages; null if the variant does not count them. */
  readonly meanTotal: number | null;
}

/** The figures of one variant; null where it lacks a feature. */
export interface VariantFigures {
  readonly addedPerSecond: number;
  /** Memory in addition to the records themselves. */
  readonly bytesPerProduct: number;
  readonly searches: Readonly<Record<Kind, SearchFigures | null>>;
  readonly microsecondsPerPrice: number | null;
  /** Other changes; null for all variants except statecart. */
  readonly changes: ChangeFigures | null;
}

/** The mean microseconds of a change of each kind. */
export interface ChangeFigures {
  readonly price: number;
  readonly stock: number;
  readonly rating: number;
  readonly rename: number;
  /** The longest rename. */
  readonly longestRenameMs: number;
  /** A product is removed and added again. */
  readonly replace: number;
  readonly suggest: TimesSummary;
  /** Searches with a hundred changes before each of them. */
  readonly searchesAmongChanges: TimesSummary;
}

/** Checkouts and searches on the same thread in an open loop; latencies from when each was due. */
export interface ShopFigures {
  readonly addedPerSecond: number;
  readonly checkouts: TimesSummary;
  readonly searches: TimesSummary;
  readonly refused: number;
}

export interface SearchBenchmarkFigures {
  /** The checksum of the catalogue, which is the same in all processes. */
  readonly checksum: string;
  readonly variants: readonly (VariantFigures & { readonly variant: PeerVariant })[];
  /** Null if the shop was left out. */
  readonly shop: ShopFigures | null;
  /** The number of equal answers of statecart and the naive variant; null if one did not run. */
  readonly compared: Readonly<Record<Kind, number>> | null;
  readonly failed: readonly { readonly variant: string; readonly reason: string }[];
}

/** The answer of a variant to one search, for a comparison; null if it cannot be compared. */
export type Answered = {
  readonly total: number | null;
  /** The page and the facets, where they are known. */
  readonly skus?: readonly string[];
  readonly facets?: Readonly<Record<FacetName, readonly (readonly [string, number])[]>>;
} | null;

/** The result of one process. */
export interface VariantResult {
  readonly checksum: string;
  readonly figures: VariantFigures;
  /** For statecart and the naive variant only. */
  readonly answers: Readonly<Record<Kind, readonly Answered[]>> | null;
}
