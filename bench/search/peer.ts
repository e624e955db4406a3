import type { Product } from '../../src/index.ts';
import type { Found, Kind, Query } from './query.ts';

/** The names of the variants on the command line and in the results, in the order of the table. */
export const VARIANTS = [
  'statecart',
  'naive',
  'minisearch',
  'flexsearch',
  'sqlite-fts5',
  'shop',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** The variants that are measured alone; the shop is measured together with checkouts. */
export type PeerVariant = Exclude<Variant, 'shop'>;

/** A search engine for products, which are addressed by their place in the catalogue. */
export interface SearchPeer {
  /** The kinds of searches that it supports. */
  readonly kinds: readonly Kind[];
  /** Adds the next products, in the order of the catalogue. */
  add(products: readonly Product[]): void;
  /** Called once, after all products have been added. */
  complete?(): void;
  search(query: Query): Found;
  /** Counts the matches, for a peer whose searches are slow; null if it cannot. */
  count?(query: Query): number | null;
  /** Changes a price in everything that searches read; absent if the peer stores no prices. */
  setPrice?(place: number, priceMinor: number): void;
  /** Returns the bytes that it holds outside of the JavaScript heap and its buffers. */
  bytesElsewhere?(): number;
  /** Changes that only statecart's index supports. */
  readonly changes?: IndexChanges;
}

/** The changes of a product that a search index takes while it is in use. */
export interface IndexChanges {
  setPrice(place: number, priceMinor: number): void;
  setInStock(place: number, isInStock: boolean): void;
  setRating(place: number, rating: number): void;
  rename(place: number, name: string): void;
  /** Removes the product and adds it again. */
  replace(place: number): void;
  suggest(text: string): number;
}
