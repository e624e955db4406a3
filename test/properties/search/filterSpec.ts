import type { Product } from '../../../src/index.ts';
import {
  byCategory,
  byPrice,
  byRating,
  byText,
  type Filter,
  inStock,
} from '../../../src/search.ts';

/** A filter written down, so that the index and the oracle can each make of it what they will. */
export type Wanted =
  | { readonly kind: 'category'; readonly names: readonly string[] }
  | { readonly kind: 'price'; readonly minMinor?: number; readonly maxMinor?: number }
  | { readonly kind: 'rating'; readonly minimum: number }
  | { readonly kind: 'inStock' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'own'; readonly name: string; readonly passes: (product: Product) => boolean };

/** The filter as callers write it. */
export function filterOf(wanted: Wanted): Filter {
  switch (wanted.kind) {
    case 'category':
      return byCategory(wanted.names);
    case 'price': {
      const { kind: _kind, ...bounds } = wanted;
      return byPrice(bounds);
    }
    case 'rating':
      return byRating(wanted.minimum);
    case 'inStock':
      return inStock();
    case 'text':
      return byText(wanted.text);
    case 'own':
      return wanted.passes;
  }
}
