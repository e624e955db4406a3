import fc from 'fast-check';
import type { Product } from '../../../src/index.ts';
import type { SearchOptions } from '../../../src/search.ts';
import { change, filters, mean, options, product, sku, stock, text } from './arbitraries.ts';
import type { CheckedIndex } from './CheckedIndex.ts';
import type { FilterSpec } from './filterSpec.ts';

/** A change of the catalogue, or a question. A step for a product that the catalogue lacks does nothing. */
export type Step =
  | { readonly do: 'add'; readonly product: Product }
  | { readonly do: 'remove'; readonly sku: string }
  | { readonly do: 'update'; readonly sku: string; readonly change: Partial<Product> }
  | { readonly do: 'stock'; readonly sku: string; readonly available: number }
  | { readonly do: 'rate'; readonly sku: string; readonly rating: number }
  | { readonly do: 'search'; readonly filters: FilterSpec[]; readonly options: SearchOptions }
  | { readonly do: 'suggest'; readonly text: string; readonly options: { limit?: number } };

const limit = fc.record({ limit: fc.nat(12) }, { requiredKeys: [] }) as fc.Arbitrary<{
  limit?: number;
}>;

/** About half of the steps are changes, half are questions. */
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

/** Adds some products, and then takes `length` random steps. */
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

export function run(index: CheckedIndex, step: Step): void {
  if ('sku' in step && index.oracle.get(step.sku) === undefined) return;
  switch (step.do) {
    case 'add':
      if (index.oracle.get(step.product.sku) === undefined) index.add(step.product);
      break;
    case 'remove':
      index.remove(step.sku);
      break;
    case 'update':
      index.update(step.sku, step.change);
      break;
    case 'stock':
      index.setAvailable(step.sku, step.available);
      break;
    case 'rate':
      index.setRating(step.sku, step.rating);
      break;
    case 'search':
      index.expectSameSearch(step.filters, step.options);
      break;
    case 'suggest':
      index.expectSameSuggestions(step.text, step.options);
      break;
  }
}
