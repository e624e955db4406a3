import type { PeerVariant } from './peer.ts';
import type { FacetName, Kind } from './query.ts';
import type { TimesSummary } from './times.ts';

/** Searches of one kind. */
export interface SearchFigures extends TimesSummary {
  /** Products found by a search, on average, and not only those on the page; null if not counted. */
  readonly meanTotal: number | null;
}

/** What one variant came to; null for what it cannot do. */
export interface VariantFigures {
  readonly addedPerSecond: number;
  /** Beside the records themselves. */
  readonly bytesPerProduct: number;
  readonly searches: Readonly<Record<Kind, SearchFigures | null>>;
  readonly microsecondsPerPrice: number | null;
  /** For statecart only. */
  readonly changes: ChangeFigures | null;
}

/** Microseconds for a change of each kind, on average. */
export interface ChangeFigures {
  readonly price: number;
  readonly stock: number;
  readonly rating: number;
  readonly rename: number;
  /** The longest of the renames. */
  readonly longestRenameMs: number;
  /** Taken out and put in again. */
  readonly replace: number;
  readonly suggest: TimesSummary;
  /** Searches with a hundred changes between each two of them. */
  readonly searchesAmongChanges: TimesSummary;
}

/** Checkouts and searches side by side; latencies from when each was due. */
export interface ShopFigures {
  readonly addedPerSecond: number;
  readonly checkouts: TimesSummary;
  readonly searches: TimesSummary;
  readonly refused: number;
}

export interface SearchBenchmarkFigures {
  /** Of the catalogue, the same in all processes. */
  readonly checksum: string;
  readonly variants: readonly (VariantFigures & { readonly variant: PeerVariant })[];
  /** Null where the shop was left out. */
  readonly shop: ShopFigures | null;
  /** Searches whose answers were the same in statecart and in the naive way; null without both. */
  readonly compared: Readonly<Record<Kind, number>> | null;
  readonly failed: readonly { readonly variant: string; readonly reason: string }[];
}

/** What a variant has answered to one search, to be compared; null where it cannot be. */
export type Answered = {
  readonly total: number | null;
  /** The page and the facets, where they are known, too. */
  readonly skus?: readonly string[];
  readonly facets?: Readonly<Record<FacetName, readonly (readonly [string, number])[]>>;
} | null;

/** What one process hands back. */
export interface VariantResult {
  readonly checksum: string;
  readonly figures: VariantFigures;
  /** For statecart and the naive way only. */
  readonly answers: Readonly<Record<Kind, readonly Answered[]>> | null;
}
