import { byCategory, byPrice, byRating, byText, type Filter, inStock } from '../../src/search.ts';
import type { Query } from './query.ts';

/** The filters of a search, as statecart takes them. */
export function filtersOf({ text, category, price, rating, inStock: isInStock }: Query): Filter[] {
  const filters: Filter[] = [];
  if (text !== undefined) filters.push(byText(text));
  if (category !== undefined) filters.push(byCategory(category));
  if (price !== undefined) filters.push(byPrice(price));
  if (rating !== undefined) filters.push(byRating(rating));
  if (isInStock === true) filters.push(inStock());
  return filters;
}

/** The options of a search, as statecart takes them. */
export function optionsOf({ sort, offset, limit, facets }: Query) {
  return { ...(sort !== undefined && { sort }), offset, limit, facets };
}
