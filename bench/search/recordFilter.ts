import type { Product } from '../../src/index.ts';
import type { Query } from './query.ts';

/** The filters of a search, without its text, as a predicate of one product: a few comparisons. */
export function recordFilter({
  category,
  price,
  rating = 0,
  inStock = false,
}: Query): (product: Product) => boolean {
  const { minMinor = 0, maxMinor = Number.POSITIVE_INFINITY } = price ?? {};
  return (product) =>
    product.priceMinor >= minMinor &&
    product.priceMinor <= maxMinor &&
    product.rating >= rating &&
    (!inStock || product.available > 0) &&
    (category === undefined || product.category === category);
}
