import type { OrderContext } from '../order.ts';

/** The members of an order that say what it costs. A chart of one's own may have orders without. */
export type PricedOrder = Pick<OrderContext, 'orderId'> &
  Partial<Pick<OrderContext, 'lines' | 'totalMinor'>>;

/**
 * Compares the total of an order with what its lines add up to, if the order has both.
 *
 * @returns a sentence when they differ; undefined when they are equal.
 */
export function totalProblem({ orderId, lines, totalMinor }: PricedOrder): string | undefined {
  if (lines === undefined || typeof totalMinor !== 'number') return undefined;
  let sum = 0;
  for (const { lineTotalMinor } of lines) {
    if (typeof lineTotalMinor !== 'number') return undefined;
    sum += lineTotalMinor;
  }
  if (sum === totalMinor) return undefined;
  return `order ${orderId}: its total is ${totalMinor}, but its lines add up to ${sum}`;
}
