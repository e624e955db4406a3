import Fastify, { type FastifyInstance } from 'fastify';
import { byCategory, byPrice, byText, inStock, type Shop } from '../../src/index.ts';
import { adminRoutes } from './adminRoutes.ts';
import { customerRoutes } from './customerRoutes.ts';
import { drainConnections } from './drainConnections.ts';
import { FactStreams } from './factStreams.ts';
import {
  MAX_BODY_BYTES,
  MAX_ID_LENGTH,
  MAX_PAGE_SIZE,
  MAX_QUERY_LENGTH,
  REQUEST_TIMEOUT_MS,
  type StreamLimits,
} from './limits.ts';
import { sendError, sendProblem } from './refusalStatus.ts';

export interface ServiceOptions {
  readonly shop: Shop;
  /** What those who run the shop have to send: `Authorization: Bearer TOKEN`. */
  readonly adminToken: string;
  readonly streamLimits: StreamLimits;
}

/** The service over a shop, not listening yet. Its `close()` ends it in order, and leaves the shop open. */
export function createService({ shop, adminToken, streamLimits }: ServiceOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    // A member that no schema names is a mistake of the client: refuse it, where Fastify removes it.
    ajv: { customOptions: { removeAdditional: false } },
    logger: { level: 'warn' },
  });
  const streams = new FactStreams(shop, streamLimits);
  drainConnections(app);
  app.addHook('preClose', async () => streams.close());
  app.setErrorHandler(sendError);
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404));
  publicRoutes(app, shop);
  app.register(customerRoutes(shop, streams));
  app.register(adminRoutes(shop, adminToken), { prefix: '/admin' });
  return app;
}

interface ProductQuery {
  readonly text?: string;
  readonly category?: string;
  readonly minPriceMinor: number;
  readonly maxPriceMinor: number;
  readonly inStock?: boolean;
  readonly sort?: 'relevance' | 'price' | 'rating' | 'name' | 'newest';
  readonly limit: number;
  readonly offset: number;
}

const PRODUCT_QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    text: { type: 'string', maxLength: MAX_QUERY_LENGTH },
    category: { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH },
    minPriceMinor: { type: 'integer', minimum: 0, default: 0 },
    maxPriceMinor: { type: 'integer', minimum: 0, default: Number.MAX_SAFE_INTEGER },
    inStock: { type: 'boolean' },
    sort: { enum: ['relevance', 'price', 'rating', 'name', 'newest'] },
    limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: 20 },
    offset: { type: 'integer', minimum: 0, default: 0 },
  },
} as const;

function publicRoutes(app: FastifyInstance, shop: Shop): void {
  // A load balancer sends its requests elsewhere while this answers 503.
  app.get('/health', async (_request, reply) => {
    const health = shop.health();
    const isAvailable = health.state === 'healthy' || health.state === 'degraded';
    return reply.code(isAvailable ? 200 : 503).send(health);
  });

  app.get<{ Querystring: ProductQuery }>(
    '/products',
    { schema: { querystring: PRODUCT_QUERY } },
    async ({ query }) => {
      const { text, category, sort, limit, offset } = query;
      const filters = [
        byPrice({ minMinor: query.minPriceMinor, maxMinor: query.maxPriceMinor }),
        ...(text === undefined ? [] : [byText(text)]),
        ...(category === undefined ? [] : [byCategory(category)]),
        ...(query.inStock === true ? [inStock()] : []),
      ];
      return shop.search(filters, { limit, offset, ...(sort !== undefined && { sort }) });
    },
  );

  app.get<{ Params: { sku: string } }>('/products/:sku', async ({ params: { sku } }, reply) => {
    const product = shop.products.get(sku);
    if (product === undefined) return sendProblem(reply, 404);
    return { product };
  });
}
