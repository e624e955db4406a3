import type { Product } from '../../src/index.ts';
import type { Found, Query } from './query.ts';
import { recordFacets } from './recordFacets.ts';
import { recordFilter } from './recordFilter.ts';
import { recordOrder } from './recordOrder.ts';

/**
 * What is left to do around an index that knows texts only: its hits, in the order of relevance, are
 * filtered, sorted and counted by the records they stand for.
 */
export function afterText(hits: readonly Product[], query: Query): Found {
  const left = hits.filter(recordFilter(query));
  const order = recordOrder(query.sort);
  if (order !== undefined) left.sort(order);
  const { offset, limit } = query;
  const skus = left.slice(offset, offset + limit).map(({ sku }) => sku);
  return { total: left.length, skus, ...(query.facets && { facets: recordFacets(left) }) };
}
