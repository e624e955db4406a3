import type { Product } from '../../src/index.ts';
import type { Found, Kind, Query } from './query.ts';

/** How the variants are called on the command line and in the results, in the order of the table. */
export const VARIANTS = [
  'statecart',
  'naive',
  'minisearch',
  'flexsearch',
  'sqlite-fts5',
  'shop',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** Those that are measured alone; the shop is measured with checkouts beside. */
export type PeerVariant = Exclude<Variant, 'shop'>;

/** Something that finds products. They are addressed by their place in the catalogue. */
export interface SearchPeer {
  /** What it can search for at all. */
  readonly kinds: readonly Kind[];
  /** Takes the next products, in the order of the catalogue. */
  add(products: readonly Product[]): void;
  /** What is to be done once, when all have been added. */
  complete?(): void;
  search(query: Query): Found;
  /** How many there are, for a peer whose searches take long; null if it cannot know. */
  count?(query: Query): number | null;
  /** Puts a price in place of another, in all that searches look at; if there is any such place. */
  setPrice?(place: number, priceMinor: number): void;
  /** Bytes that it holds outside of the JavaScript heap and its buffers. */
  bytesElsewhere?(): number;
  /** The index itself, for what only it can do. */
  readonly changes?: IndexChanges;
}

/** What of a product can be changed in a search index while it is at work. */
export interface IndexChanges {
  setPrice(place: number, priceMinor: number): void;
  setInStock(place: number, isInStock: boolean): void;
  setRating(place: number, rating: number): void;
  rename(place: number, name: string): void;
  /** Takes the product out and puts it in again. */
  replace(place: number): void;
  suggest(text: string): number;
}
