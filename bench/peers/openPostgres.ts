import pg from 'pg';
import { type Purchase, skuOf } from '../closedLoop/purchases.ts';
import { POSTGRES_CONNECTIONS } from './limits.ts';
import { NO_CARTS, type Peer, type PeerOptions } from './peer.ts';
import { postgresConnection } from './startPostgres.ts';

/**
 * The tables are as simple as possible, in favour of PostgreSQL: no foreign keys, no index except the
 * primary keys, and half-empty pages, so that a row of the stock is updated in place.
 */
const SCHEMA = `
CREATE TABLE products (
  sku text PRIMARY KEY,
  price_minor integer NOT NULL,
  stock integer NOT NULL CHECK (stock >= 0)
) WITH (fillfactor = 50);
CREATE TABLE orders (
  order_id text PRIMARY KEY,
  state text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE order_lines (
  order_id text NOT NULL,
  sku text NOT NULL,
  quantity integer NOT NULL,
  unit_price_minor integer NOT NULL,
  PRIMARY KEY (order_id, sku)
);
CREATE FUNCTION checkout(new_order_id text, skus text[], quantities integer[])
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM products WHERE sku = ANY (skus) ORDER BY sku FOR UPDATE;
  IF EXISTS (
    SELECT FROM unnest(skus, quantities) AS line (sku, quantity)
    LEFT JOIN products USING (sku)
    WHERE stock IS NULL OR stock < line.quantity
  ) THEN
    RETURN false;
  END IF;
  UPDATE products SET stock = stock - line.quantity
    FROM unnest(skus, quantities) AS line (sku, quantity) WHERE products.sku = line.sku;
  INSERT INTO orders (order_id, state) VALUES (new_order_id, 'pending');
  INSERT INTO order_lines (order_id, sku, quantity, unit_price_minor)
    SELECT new_order_id, line.sku, line.quantity, price_minor
    FROM unnest(skus, quantities) AS line (sku, quantity) JOIN products USING (sku);
  RETURN true;
END $$`;

/** The statements of a transaction, each parsed once per connection. */
const LOCK = {
  name: 'lock',
  text: `SELECT sku, price_minor, stock FROM products
    WHERE sku = ANY ($1::text[]) ORDER BY sku FOR UPDATE`,
};
const TAKE = {
  name: 'take',
  text: `UPDATE products SET stock = stock - line.quantity
    FROM unnest($1::text[], $2::integer[]) AS line (sku, quantity)
    WHERE products.sku = line.sku`,
};
const ADD_ORDER = {
  name: 'add-order',
  text: `INSERT INTO orders (order_id, state) VALUES ($1, 'pending')`,
};
const ADD_LINES = {
  name: 'add-lines',
  text: `INSERT INTO order_lines (order_id, sku, quantity, unit_price_minor)
    SELECT $1, * FROM unnest($2::text[], $3::integer[], $4::integer[])`,
};
const CALL = { name: 'call', text: 'SELECT checkout($1, $2, $3) AS done' };

interface ProductRow {
  readonly sku: string;
  readonly price_minor: number;
  readonly stock: number;
}

/**
 * The reservation and the order's rows in PostgreSQL, over pooled connections.
 *
 * @param way `for-update`: a transaction led by this process, which locks the rows of the products in
 * the order of their SKUs, as is usual; `function`: the same in one stored function and round trip.
 */
export async function openPostgres(
  way: 'for-update' | 'function',
  { products, stock, socketFolder = '' }: PeerOptions,
): Promise<Peer> {
  const connection = postgresConnection(socketFolder);
  const pool = new pg.Pool({ ...connection, max: POSTGRES_CONNECTIONS });
  pool.on('error', () => {}); // Of idle connections; queries reject by themselves.
  await pool.query(SCHEMA);
  await pool.query('INSERT INTO products SELECT unnest($1::text[]), 1000, $2', [
    Array.from({ length: products }, (_, product) => skuOf(product)),
    stock,
  ]);
  await pool.query('VACUUM ANALYZE products');

  return {
    ...NO_CARTS,
    checkout: way === 'function' ? call : transact,
    async remaining() {
      const { rows } = await pool.query<ProductRow>('SELECT sku, stock FROM products');
      const left = new Map(rows.map((row) => [row.sku, row.stock]));
      return Array.from({ length: products }, (_, product) => left.get(skuOf(product)) ?? 0);
    },
    close: () => pool.end(),
  };

  async function call({ number, skus }: Purchase): Promise<void> {
    const values = [`order-${number}`, skus, [1, 1]];
    const { rows } = await pool.query<{ done: boolean }>({ ...CALL, values });
    if (rows[0]?.done !== true) throw new Error(`order ${number} is out of stock`);
  }

  async function transact({ number, skus }: Purchase): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<ProductRow>({ ...LOCK, values: [skus] });
      if (rows.length < skus.length || rows.some((row) => row.stock < 1)) {
        throw new Error(`order ${number} is out of stock`);
      }
      await client.query({ ...TAKE, values: [skus, [1, 1]] });
      await client.query({ ...ADD_ORDER, values: [`order-${number}`] });
      const prices = rows.map((row) => row.price_minor);
      const values = [`order-${number}`, rows.map((row) => row.sku), [1, 1], prices];
      await client.query({ ...ADD_LINES, values });
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
}
