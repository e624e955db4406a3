import type { Product } from '../../../src/index.ts';
import {
  byCategory,
  byPrice,
  byRating,
  byText,
  type Filter,
  inStock,
} from '../../../src/search.ts';

/** A filter as data, which the index and the oracle each interpret in their own way. */
export type FilterSpec =
  | { readonly kind: 'category'; readonly names: readonly string[] }
  | { readonly kind: 'price'; readonly minMinor?: number; readonly maxMinor?: number }
  | { readonly kind: 'rating'; readonly minimum: number }
  | { readonly kind: 'inStock' }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'custom';
      readonly name: string;
      readonly passes: (product: Product) => boolean;
    };

/** The filter as users of the index write it. */
export function toFilter(spec: FilterSpec): Filter {
  switch (spec.kind) {
    case 'category':
      return byCategory(spec.names);
    case 'price': {
      const { kind: _kind, ...bounds } = spec;
      return byPrice(bounds);
    }
    case 'rating':
      return byRating(spec.minimum);
    case 'inStock':
      return inStock();
    case 'text':
      return byText(spec.text);
    case 'custom':
      return spec.passes;
  }
}
