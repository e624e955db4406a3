import type { Product } from '../../src/index.ts';
import { SearchIndex } from '../../src/search.ts';
import { filtersOf, optionsOf } from './filtersOf.ts';
import { foundOf } from './foundOf.ts';
import type { SearchPeer } from './peer.ts';
import { KINDS } from './query.ts';

/** The index of `shop.search`, without a shop. */
export function openStatecart(total: number): SearchPeer {
  const index = new SearchIndex<Product, Product>({ view: (product) => product });
  // Both by the place in the catalogue. They are made beforehand: they are not part of the index.
  const products = new Array<Product>(total);
  const rows = new Uint32Array(total);
  let count = 0;

  /** Replaces the record of a product. */
  function update(place: number, change: Partial<Product>): void {
    const product = { ...(products[place] as Product), ...change };
    products[place] = product;
    rows[place] = index.update(rows[place] as number, product);
  }

  function setPrice(place: number, priceMinor: number): void {
    const product = repriced(products[place] as Product, priceMinor);
    products[place] = product;
    index.setPrice(rows[place] as number, product);
  }

  return {
    kinds: KINDS,
    add(added) {
      for (const product of added) {
        const { available, rating } = product;
        products[count] = product;
        rows[count] = index.add(product, { number: count, inStock: available > 0, rating });
        count++;
      }
    },
    search: (query) => foundOf(index.search(filtersOf(query), optionsOf(query))),
    setPrice,
    changes: {
      setPrice,
      setInStock: (place, isInStock) => index.setInStock(rows[place] as number, isInStock),
      setRating: (place, rating) => index.setRating(rows[place] as number, rating),
      rename: (place, name) => update(place, { name }),
      replace(place) {
        const product = products[place] as Product;
        index.remove(rows[place] as number);
        const { available, rating } = product;
        rows[place] = index.add(product, { number: place, inStock: available > 0, rating });
      },
      suggest: (text) => index.suggest(text).length,
    },
  };
}

/** A literal: spreading an object would take longer than the change that is measured. */
function repriced(product: Product, priceMinor: number): Product {
  const { sku, name, category, description, createdAt, available, rating, reviewCount } = product;
  return description === undefined
    ? { sku, name, category, priceMinor, createdAt, available, rating, reviewCount }
    : { sku, name, category, priceMinor, description, createdAt, available, rating, reviewCount };
}
