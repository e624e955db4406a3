import { isDeepStrictEqual } from 'node:util';
import type { Answer, Order, Shop } from '../../src/index.ts';
import { type CartLines, cartState } from './shopView.ts';

/** An answer without the mark of a repeated one. */
export function withoutMark(answer: Answer<object>): Answer<object> {
  const { replayed: _, ...first } = answer as Answer<object> & { readonly replayed?: true };
  return first as Answer<object>;
}

/** True when the answer refuses a checkout because its key belongs to another cart. */
export function isMismatch(answer: Answer<object>): boolean {
  return !answer.ok && answer.refusal.code === 'idempotency-mismatch';
}

/** What is wrong with a later answer to the key of a checkout that was answered before. */
export function repeatProblems(
  name: string,
  first: Answer<object>,
  answer: Answer<object>,
): string[] {
  const isNamed =
    answer.ok ||
    answer.refusal.code !== 'idempotency-mismatch' ||
    namesOrder(answer.refusal, first);
  const isSame = isMismatch(answer) || isDeepStrictEqual(first, withoutMark(answer));
  if (isNamed && isSame) return [];
  return [`the key ${name} had ${JSON.stringify(first)}, later ${JSON.stringify(answer)}`];
}

/** A mismatch names the order of the first checkout; none while that one is running. */
function namesOrder({ orderId }: { readonly orderId?: string }, first: Answer<object>): boolean {
  return orderId === undefined || orderId === orderOf(first)?.orderId;
}

function orderOf(answer: Answer<object>): Order | undefined {
  return answer.ok ? (answer as { order?: Order }).order : undefined;
}

/** The lines of a user's cart now. */
export function cartLines(shop: Shop, userId: string): CartLines {
  const cart = shop.carts.get(userId);
  return cart === undefined ? {} : cartState(cart).lines;
}

/**
 * Whether the retry of a checkout that has placed an order was told apart from one for another cart.
 *
 * @param carts the lines before and after the retry: in between, the cart may have expired.
 */
export function tellingProblems(
  name: string,
  first: Answer<object> | undefined,
  answer: Answer<object>,
  carts: readonly CartLines[],
): string[] {
  const order = first && orderOf(first);
  if (order === undefined) return [];
  const bought = Object.fromEntries(order.lines.map(({ sku, quantity }) => [sku, quantity]));
  const isRepeat = (lines: CartLines) =>
    Object.keys(lines).length === 0 || isDeepStrictEqual({ ...lines }, bought);
  const isRight = carts.some((lines) => isRepeat(lines) !== isMismatch(answer));
  if (isRight) return [];
  return [
    `the key ${name} bought ${JSON.stringify(bought)}, with ${JSON.stringify(carts)} it got ${JSON.stringify(answer)}`,
  ];
}
