/** What is asked for in one search: plain data, which each peer says in its own way. */
export interface Query {
  readonly text?: string;
  readonly category?: string;
  readonly price?: { readonly minMinor: number; readonly maxMinor: number };
  /** At the least. */
  readonly rating?: number;
  readonly inStock?: boolean;
  /** Left out: by relevance if there is a text, else in the order of adding. */
  readonly sort?: 'relevance' | 'price' | 'rating' | 'name' | 'newest';
  readonly offset: number;
  readonly limit: number;
  /** Whether to count by category, price and rating what was found. */
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

/** What a search has found, as far as it is looked at. */
export interface Found {
  /** Null from a peer that counts no more than what is on the page. */
  readonly total: number | null;
  readonly skus: readonly string[];
  /** Counts by name of the group, in the order of the answer, where they were asked for. */
  readonly facets?: Readonly<Record<FacetName, readonly (readonly [string, number])[]>>;
}

export type FacetName = 'category' | 'price' | 'rating';
