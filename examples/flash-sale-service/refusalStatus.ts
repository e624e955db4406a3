import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Answer,
  ArgumentError,
  OverloadedError,
  type Refusal,
  type RefusalCode,
} from '../../src/index.ts';

/** The status of each refusal. A new code in the shop is a type error here until it has one. */
export const REFUSAL_STATUS: Readonly<Record<RefusalCode, number>> = {
  'unknown-user': 404,
  'unknown-product': 404,
  'unknown-order': 404,
  'unknown-message': 404,
  'not-in-cart': 404,
  // What the client wants does not fit what the shop has now: it may fit later, or after a change.
  'out-of-stock': 409,
  'price-changed': 409,
  'empty-cart': 409,
  'invalid-transition': 409,
  'duplicate-sku': 409,
  quarantined: 409,
  // Well-formed, and not allowed. For a key that is used twice, the IETF's draft of the header says 422.
  'idempotency-mismatch': 422,
  'purchase-limit': 422,
  'cart-limit': 422,
  'stock-alert-limit': 422,
  overloaded: 503,
  closed: 503,
};

/** Sends what a command has answered: its result with the status, or its refusal. */
export function sendAnswer(
  reply: FastifyReply,
  answer: Answer<object>,
  status = 200,
): FastifyReply {
  if (!answer.ok) return sendRefusal(reply, answer.refusal);
  const { ok, ...result } = answer;
  return reply.code(status).send(result);
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.code === 'overloaded') setRetryAfter(reply, refusal.retryAfterMs);
  return sendProblem(reply, REFUSAL_STATUS[refusal.code], { refusal });
}

/** Sends the problem details of RFC 9457, with members of its own beside the standard ones. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  members: { readonly detail?: string; readonly refusal?: Refusal } = {},
): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ title: STATUS_CODES[status], status, ...members });
}

/** Of what a route throws: misuse is the client's fault and says what is wrong; other errors are nobody's business. */
export function sendError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof OverloadedError) {
    setRetryAfter(reply, error.retryAfterMs);
    return sendProblem(reply, 503);
  }
  if (error instanceof ArgumentError) return sendProblem(reply, 400, { detail: error.message });
  // Errors of Fastify: a body that is no JSON, is too large, or does not fit its schema.
  const { statusCode = 500 } = error;
  if (statusCode < 500) return sendProblem(reply, statusCode, { detail: error.message });
  request.log.error(error);
  return sendProblem(reply, 500);
}

function setRetryAfter(reply: FastifyReply, retryAfterMs: number): void {
  reply.header('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1000)));
}
