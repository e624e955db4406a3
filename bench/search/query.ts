/** One search as plain data, which each peer translates for itself. */
export interface Query {
  readonly text?: string;
  readonly category?: string;
  readonly price?: { readonly minMinor: number; readonly maxMinor: number };
  /** The lowest mean rating. */
  readonly rating?: number;
  readonly inStock?: boolean;
  /** By default relevance if there is a text, otherwise the order of adding. */
  readonly sort?: 'relevance' | 'price' | 'rating' | 'name' | 'newest';
  readonly offset: number;
  readonly limit: number;
  /** True when the matches are to be counted by category, price and rating. */
  readonly facets: boolean;
}

/**
 * The streams of searches:
 * - `text`: a text alone, the first page by relevance
 * - `textAndFilters`: a text, mostly with filters, sorted in several ways, with all facets
 * - `filters`: filters without a text, sorted in several ways, with all facets
 */
export const KINDS = ['text', 'textAndFilters', 'filters'] as const;
export type Kind = (typeof KINDS)[number];

/** The answer to a search, as far as the benchmark reads it. */
export interface Found {
  /** Null if the peer counts only the matches of the page. */
  readonly total: number | null;
  readonly skus: readonly string[];
  /** Counts by name of the group, in the order of the answer, if facets were requested. */
  readonly facets?: Readonly<Record<FacetName, readonly (readonly [string, number])[]>>;
}

export type FacetName = 'category' | 'price' | 'rating';
