import { createClient } from '@redis/client';
import { type Purchase, skuOf } from '../closedLoop/purchases.ts';
import { NO_CARTS, type Peer, type PeerOptions } from './peer.ts';
import { redisSocket } from './startRedis.ts';

/**
 * KEYS: the stock of each SKU, then the order. ARGV: the units of each. Redis runs one script at a
 * time, so that a checkout takes all its units or none.
 */
const CHECKOUT = `
for i = 1, #ARGV do
  local stock = tonumber(redis.call('GET', KEYS[i]) or '0')
  if stock < tonumber(ARGV[i]) then return 0 end
end
local lines = {}
for i = 1, #ARGV do
  redis.call('DECRBY', KEYS[i], ARGV[i])
  lines[2 * i - 1] = KEYS[i]
  lines[2 * i] = ARGV[i]
end
redis.call('HSET', KEYS[#KEYS], unpack(lines))
return 1`;

/** Products that are written or read with one command: far below the limit of one message. */
const CHUNK = 1000;

/**
 * The reservation as one Lua script: stock as counters, the order as a hash, without carts and order
 * lifecycles. The client sends all requests of a moment together over one connection.
 */
export async function openRedis(options: PeerOptions): Promise<Peer> {
  const { products, stock, socketFolder = '' } = options;
  const client = createClient({
    socket: { path: redisSocket(socketFolder), reconnectStrategy: false, tls: false },
  });
  client.on('error', () => {}); // Commands reject with it, too.
  await client.connect();
  const stockKeys = Array.from({ length: products }, (_, product) => skuOf(product));
  const chunks = Array.from({ length: Math.ceil(products / CHUNK) }, (_, index) =>
    stockKeys.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  for (const keys of chunks) await client.mSet(keys.flatMap((key) => [key, String(stock)]));
  const script = await client.scriptLoad(CHECKOUT);

  return {
    ...NO_CARTS,
    async checkout({ number, skus }: Purchase) {
      const answer = await client.evalSha(script, {
        keys: [...skus, `order-${number}`],
        arguments: ['1', '1'],
      });
      if (answer !== 1) throw new Error(`order ${number} is out of stock`);
    },
    async remaining() {
      const left: number[] = [];
      for (const keys of chunks) left.push(...(await client.mGet(keys)).map(Number));
      return left;
    },
    async close() {
      client.destroy();
    },
  };
}
