import fc from 'fast-check';
import type { Product } from '../../../src/index.ts';
import type { SearchOptions } from '../../../src/search.ts';
import { change, filters, mean, options, product, sku, stock, text } from './arbitraries.ts';
import type { Wanted } from './filterSpec.ts';
import type { Twins } from './IndexAndOracle.ts';

/** What is done to the catalogue, or asked of it. One on a product that is not there does nothing. */
export type Step =
  | { readonly do: 'add'; readonly product: Product }
  | { readonly do: 'remove'; readonly sku: string }
  | { readonly do: 'update'; readonly sku: string; readonly change: Partial<Product> }
  | { readonly do: 'stock'; readonly sku: string; readonly available: number }
  | { readonly do: 'rate'; readonly sku: string; readonly rating: number }
  | { readonly do: 'search'; readonly filters: Wanted[]; readonly options: SearchOptions }
  | { readonly do: 'suggest'; readonly text: string; readonly options: { limit?: number } };

const limit = fc.record({ limit: fc.nat(12) }, { requiredKeys: [] }) as fc.Arbitrary<{
  limit?: number;
}>;

/** About half changes, half questions. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), product }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), sku }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('update' as const), sku, change }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stock' as const), sku, available: stock }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rate' as const), sku, rating: mean }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('search' as const), filters, options }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('suggest' as const), text, options: limit }),
  },
);

export const steps = (length: number): fc.Arbitrary<Step[]> =>
  fc
    .tuple(
      fc.uniqueArray(product, { selector: ({ sku }) => sku, minLength: 5, maxLength: 20 }),
      fc.array(step, { minLength: length, maxLength: length }),
    )
    .map(([products, rest]) => [
      ...products.map((product): Step => ({ do: 'add', product })),
      ...rest,
    ]);

export function take(twins: Twins, step: Step): void {
  if ('sku' in step && twins.oracle.get(step.sku) === undefined) return;
  switch (step.do) {
    case 'add':
      if (twins.oracle.get(step.product.sku) === undefined) twins.add(step.product);
      break;
    case 'remove':
      twins.remove(step.sku);
      break;
    case 'update':
      twins.update(step.sku, step.change);
      break;
    case 'stock':
      twins.stock(step.sku, step.available);
      break;
    case 'rate':
      twins.rate(step.sku, step.rating);
      break;
    case 'search':
      twins.expectSameSearch(step.filters, step.options);
      break;
    case 'suggest':
      twins.expectSameSuggestions(step.text, step.options);
      break;
  }
}
