import Database from 'libsql';
import type { Product } from '../../src/index.ts';
import { wordsOf } from './naiveText.ts';
import type { SearchPeer } from './peer.ts';
import { priceBand, ratingBand } from './priceBand.ts';
import { type FacetName, KINDS, type Query } from './query.ts';

/**
 * Prices and ratings have their facet bands in columns beside them, so that counting is grouping. The
 * texts are stored once, in the records: the index of words has no copy.
 */
const SCHEMA = `
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  price_minor INTEGER NOT NULL,
  price_band INTEGER NOT NULL,
  rating REAL NOT NULL,
  rating_band REAL NOT NULL,
  in_stock INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
  name, category, description,
  content='', tokenize='porter unicode61 remove_diacritics 2', prefix='3 4'
);
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(3.0, 2.0, 1.0)');`;

/** Created after the records are inserted, which takes half the time. */
const INDEXES = `
CREATE INDEX by_category ON products (category, price_minor);
CREATE INDEX by_price ON products (price_minor, sku);
CREATE INDEX by_rating ON products (rating DESC, sku);
CREATE INDEX by_newest ON products (created_at DESC, sku);
CREATE INDEX by_name ON products (name, sku);
INSERT INTO words (words) VALUES ('optimize');
ANALYZE;`;

const ORDER = {
  price: 'price_minor, sku',
  rating: 'rating DESC, sku',
  newest: 'created_at DESC, sku',
  name: 'products.name, sku',
  // Without the SKU as the second key: then the index of words sorts by itself.
  relevance: 'rank',
} as const;

/** One row of the facets: the facet, the group, the count. */
type CountRow = readonly [facet: FacetName | 'total', group: string | number | null, count: number];

interface Said {
  /** The statement from FROM to the end of the WHERE clause. */
  readonly from: string;
  readonly values: readonly (string | number)[];
}

/**
 * SQLite with FTS5, in memory and in this process, with two statements per search: one for the page and
 * one for the counts. Its stemmer does more than plurals, it corrects no typos, and its relevance (BM25)
 * differs.
 */
export function openSqlite(): SearchPeer {
  const database = new Database(':memory:');
  database.exec(SCHEMA);
  const statements = new Map<string, Database.Statement>();
  let count = 0;

  function statement(sql: string): Database.Statement {
    const prepared = statements.get(sql) ?? database.prepare(sql).raw(true);
    statements.set(sql, prepared);
    return prepared;
  }

  const insertProduct = database.prepare(
    'INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertWords = database.prepare(
    'INSERT INTO words (rowid, name, category, description) VALUES (?, ?, ?, ?)',
  );
  const updatePrice = database.prepare(
    'UPDATE products SET price_minor = ?, price_band = ? WHERE id = ?',
  );

  const insert = database.transaction((added: readonly Product[]) => {
    for (const product of added) {
      const { sku, name, category, priceMinor, rating, available, createdAt } = product;
      const id = count++;
      insertProduct.run(
        ...[id, sku, name, category, priceMinor, priceBand(priceMinor)],
        ...[rating, ratingBand(rating), available > 0 ? 1 : 0, createdAt],
      );
      insertWords.run(id, name, category, product.description ?? '');
    }
  });

  return {
    kinds: KINDS,
    add: (products) => insert(products),
    complete() {
      database.exec(INDEXES);
    },
    search(query) {
      const { from, values } = said(query);
      const { offset, limit } = query;
      const page = statement(`SELECT sku ${from} ORDER BY ${orderOf(query)} LIMIT ? OFFSET ?`);
      const skus = (page.all(...values, limit, offset) as [string][]).map(([sku]) => sku);
      const rows = statement(countsOf(query, from)).all(...values) as CountRow[];
      const total = rows.find(([facet]) => facet === 'total')?.[2] ?? 0;
      if (!query.facets) return { total, skus };
      const group = (wanted: FacetName) =>
        rows
          .filter(([facet]) => facet === wanted)
          .map(([, name, products]): [string, number] => [String(name), products]);
      const facets = {
        category: group('category').sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
        price: group('price').sort(([a], [b]) => Number(a) - Number(b)),
        rating: group('rating').sort(([a], [b]) => Number(b) - Number(a)),
      };
      return { total, skus, facets };
    },
    setPrice(place, priceMinor) {
      updatePrice.run(priceMinor, priceBand(priceMinor), place);
    },
    bytesElsewhere() {
      return pragmaOf(database, 'page_count') * pragmaOf(database, 'page_size');
    },
  };
}

function said({ text, category, price, rating, inStock }: Query): Said {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const also = (condition: string, ...given: (string | number)[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (text !== undefined) also('words MATCH ?', matchOf(text));
  // Both tables have a column for the category.
  if (category !== undefined) also('products.category = ?', category);
  if (price !== undefined) also('price_minor BETWEEN ? AND ?', price.minMinor, price.maxMinor);
  if (rating !== undefined) also('rating >= ?', rating);
  if (inStock === true) also('in_stock = 1');
  // The words come first: the records are looked up by the matches of the words.
  const tables =
    text === undefined ? 'products' : 'words CROSS JOIN products ON products.id = words.rowid';
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return { from: `FROM ${tables}${where}`, values };
}

/** All words; the last one also matches as a prefix. */
function matchOf(text: string): string {
  const words = wordsOf(text);
  return words
    .map((word, index) => `"${word}"${index === words.length - 1 && word.length >= 3 ? '*' : ''}`)
    .join(' ');
}

function orderOf({ sort, text }: Query): string {
  const chosen = sort ?? (text === undefined ? undefined : 'relevance');
  return chosen === undefined ? 'id' : ORDER[chosen];
}

/** One statement for the total and all facets, so that the matches are computed once. */
function countsOf({ facets }: Query, from: string): string {
  if (!facets) return `SELECT 'total', NULL, count(*) ${from}`;
  const group = (facet: FacetName, column: string) =>
    `SELECT '${facet}', ${column}, count(*) FROM hits GROUP BY ${column}`;
  return `WITH hits AS MATERIALIZED (
    SELECT products.category AS category, price_band, rating_band ${from}
  )
  SELECT 'total', NULL, count(*) FROM hits
  UNION ALL ${group('category', 'category')}
  UNION ALL ${group('price', 'price_band')}
  UNION ALL ${group('rating', 'rating_band')}`;
}

function pragmaOf(database: Database.Database, name: string): number {
  const [row] = database.pragma(name) as [Record<string, number>];
  return row[name] ?? Number.NaN;
}
