import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { NewProduct, Shop } from '../../src/index.ts';
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from './limits.ts';
import { sendAnswer, sendProblem } from './refusalStatus.ts';

const ID = { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH } as const;
const COUNT = { type: 'integer', minimum: 1 } as const;

const SCHEMAS = {
  product: {
    type: 'object',
    required: ['sku', 'name', 'category', 'priceMinor', 'stock'],
    additionalProperties: false,
    properties: {
      sku: ID,
      name: { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH },
      category: ID,
      description: { type: 'string' },
      priceMinor: { type: 'integer', minimum: 0 },
      stock: { type: 'integer', minimum: 0 },
      maxPerUser: COUNT,
    },
  },
  payment: {
    type: 'object',
    required: ['orderId'],
    additionalProperties: false,
    properties: { orderId: ID },
  },
  shipment: {
    type: 'object',
    required: ['trackingNumber'],
    additionalProperties: false,
    properties: { trackingNumber: ID },
  },
} as const;

/** States of orders that are paid for. */
const PAID: readonly string[] = ['confirmed', 'shipped', 'delivered'];

/** What those who run the shop can do. */
export function adminRoutes(shop: Shop, token: string): FastifyPluginAsync {
  const expected = digest(`Bearer ${token}`);
  return async (app) => {
    app.addHook('onRequest', async ({ headers: { authorization = '' } }, reply) => {
      // Of equal length, and compared in equal time: neither tells how much of a guess is right.
      if (!timingSafeEqual(digest(authorization), expected)) return sendProblem(reply, 401);
    });

    app.post<{ Body: NewProduct }>(
      '/products',
      { schema: { body: SCHEMAS.product } },
      async ({ body }, reply) => sendAnswer(reply, await shop.products.add(body), 201),
    );

    // Stands for the webhook of a payment provider, whose signature is to be verified in place of the token. Providers
    // report a payment again until they get a 2xx: a repeated report is answered like the first one. A 409 is a payment
    // for an order that was cancelled meanwhile: it has to be refunded.
    app.post<{ Body: { orderId: string } }>(
      '/payments',
      { schema: { body: SCHEMAS.payment } },
      async ({ body: { orderId } }, reply) => {
        const answer = await shop.orders.confirm(orderId);
        const order = shop.orders.get(orderId);
        if (order && PAID.includes(order.state)) return { order };
        return sendAnswer(reply, answer);
      },
    );

    app.post<{ Params: { orderId: string }; Body: { trackingNumber: string } }>(
      '/orders/:orderId/ship',
      { schema: { body: SCHEMAS.shipment } },
      async ({ params: { orderId }, body }, reply) =>
        sendAnswer(reply, await shop.orders.ship(orderId, body)),
    );
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
