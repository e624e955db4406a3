import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Order, Shop } from '../../src/index.ts';
import type { FactStreams } from './factStreams.ts';
import { MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_PAGE_SIZE } from './limits.ts';
import { sendAnswer, sendProblem, sendRefusal } from './refusalStatus.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in user of a customer's route. */
    userId: string;
  }
}

/**
 * Authentication goes here: verify a session cookie or a token, and return whose it is. As it stands, a client is whoever it
 * says in the header `X-User-Id`, so that the example can be tried with curl.
 *
 * @returns undefined for a client who has not signed in.
 */
function signedInUser({ headers }: FastifyRequest): string | undefined {
  const { 'x-user-id': userId } = headers;
  if (typeof userId !== 'string' || userId === '') return undefined;
  return userId.length <= MAX_ID_LENGTH ? userId : undefined;
}

interface Bodies {
  readonly user: { readonly name: string; readonly email?: string };
  readonly line: { readonly quantity: number };
  readonly checkout: { readonly expectedTotalMinor?: number } | null;
  readonly cancellation: { readonly reason?: string } | null;
}

const ID = { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH } as const;

const SCHEMAS = {
  user: {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH },
      email: { type: 'string', maxLength: 254 },
    },
  },
  line: {
    type: 'object',
    required: ['quantity'],
    additionalProperties: false,
    properties: { quantity: { type: 'integer', minimum: 1, maximum: 1000 } },
  },
  checkout: {
    type: ['object', 'null'],
    additionalProperties: false,
    properties: { expectedTotalMinor: { type: 'integer', minimum: 0 } },
  },
  checkoutHeaders: {
    type: 'object',
    required: ['idempotency-key'],
    properties: { 'idempotency-key': ID },
  },
  cancellation: {
    type: ['object', 'null'],
    additionalProperties: false,
    properties: { reason: { type: 'string', maxLength: MAX_NAME_LENGTH } },
  },
  page: {
    type: 'object',
    additionalProperties: false,
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: 20 },
      before: ID,
    },
  },
  eventHeaders: {
    type: 'object',
    properties: { 'last-event-id': { type: 'string', pattern: '^\\d{1,15}$' } },
  },
} as const;

/** What a signed-in customer can do: all of it is about that customer only. */
export function customerRoutes(shop: Shop, streams: FactStreams): FastifyPluginAsync {
  return async (app) => {
    app.decorateRequest('userId', '');
    app.addHook('onRequest', async (request, reply) => {
      const userId = signedInUser(request);
      if (userId === undefined) return sendProblem(reply, 401, { detail: 'expected X-User-Id' });
      request.userId = userId;
    });

    app.post<{ Body: Bodies['user'] }>(
      '/users',
      { schema: { body: SCHEMAS.user } },
      async ({ userId, body }, reply) =>
        sendAnswer(reply, await shop.users.register({ userId, ...body }), 201),
    );

    app.get('/cart', async ({ userId }, reply) => {
      const cart = shop.carts.get(userId);
      return cart ? { cart } : sendRefusal(reply, { code: 'unknown-user', userId });
    });

    app.put<{ Params: { sku: string }; Body: Bodies['line'] }>(
      '/cart/lines/:sku',
      { schema: { body: SCHEMAS.line } },
      async ({ userId, params: { sku }, body: { quantity } }, reply) =>
        sendAnswer(reply, await setLine(shop, { userId, sku, quantity })),
    );

    app.delete<{ Params: { sku: string } }>(
      '/cart/lines/:sku',
      async ({ userId, params: { sku } }, reply) =>
        sendAnswer(reply, await shop.carts.remove(userId, sku)),
    );

    app.post<{ Headers: { 'idempotency-key': string }; Body: Bodies['checkout'] }>(
      '/checkout',
      { schema: { headers: SCHEMAS.checkoutHeaders, body: SCHEMAS.checkout } },
      async ({ userId, headers, body }, reply) => {
        const idempotencyKey = headers['idempotency-key'];
        const { replayed, ...answer } = await shop.checkout(userId, { idempotencyKey, ...body });
        if (replayed) reply.header('idempotent-replayed', 'true');
        if (answer.ok) reply.header('location', `/orders/${answer.order.orderId}`);
        return sendAnswer(reply, answer, 201);
      },
    );

    app.get<{ Querystring: { limit: number; before?: string } }>(
      '/orders',
      { schema: { querystring: SCHEMAS.page } },
      async ({ userId, query }) => ({ orders: shop.orders.list({ userId, ...query }) }),
    );

    app.get<{ Params: { orderId: string } }>('/orders/:orderId', async (request, reply) => {
      const { orderId } = request.params;
      const order = ownOrder(shop, request.userId, orderId);
      return order ? { order } : sendRefusal(reply, { code: 'unknown-order', orderId });
    });

    app.post<{ Params: { orderId: string }; Body: Bodies['cancellation'] }>(
      '/orders/:orderId/cancel',
      { schema: { body: SCHEMAS.cancellation } },
      async ({ userId, params: { orderId }, body }, reply) => {
        const order = ownOrder(shop, userId, orderId);
        if (!order) return sendRefusal(reply, { code: 'unknown-order', orderId });
        return sendAnswer(reply, await shop.orders.cancel(orderId, { ...body }));
      },
    );

    app.get<{ Headers: { 'last-event-id'?: string } }>(
      '/events',
      { schema: { headers: SCHEMAS.eventHeaders } },
      async ({ userId, headers }, reply) => {
        const status = streams.refuses(userId);
        if (status !== undefined) return sendProblem(reply.header('retry-after', 5), status);
        const after = headers['last-event-id'];
        reply.hijack();
        streams.open(reply.raw, { userId, ...(after !== undefined && { after: Number(after) }) });
      },
    );
  };
}

/** The order, if it is this user's: of others, nobody learns whether they exist. */
function ownOrder(shop: Shop, userId: string, orderId: string): Order | undefined {
  const order = shop.orders.get(orderId);
  return order?.userId === userId ? order : undefined;
}

/** Sets a line to a quantity, whether the cart has it or not: the same request twice changes nothing more. */
async function setLine(
  shop: Shop,
  { userId, sku, quantity }: { userId: string; sku: string; quantity: number },
) {
  const set = await shop.carts.setQuantity(userId, sku, quantity);
  if (set.ok || set.refusal.code !== 'not-in-cart') return set;
  const added = await shop.carts.add(userId, sku, quantity);
  if (!added.ok) return added;
  // The same request may have added the line meanwhile.
  const line = added.cart.lines.find((its) => its.sku === sku);
  return line?.quantity === quantity ? added : shop.carts.setQuantity(userId, sku, quantity);
}
