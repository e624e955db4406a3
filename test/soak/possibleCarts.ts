import type { Order } from '../../src/index.ts';
import type { AcknowledgedState } from './acknowledgedState.ts';
import type { Command } from './command.ts';
import type { CartLines } from './shopView.ts';

/**
 * What a user's cart may contain after a crash: the acknowledged lines, those after each unanswered
 * command, or nothing if the cart has expired. A cart is empty if its order has been placed.
 */
export function possibleCarts(
  userId: string,
  {
    acknowledged: { view, unanswered },
    orders,
    now,
  }: {
    acknowledged: AcknowledgedState;
    orders: ReadonlyMap<string, Order>;
    now: number;
  },
): CartLines[] {
  const { lines, expiresAt } = view.carts.get(userId) ?? { lines: {}, expiresAt: null };
  const mayHaveExpired = expiresAt !== null && expiresAt <= now;
  let possible: CartLines[] = mayHaveExpired ? [lines, {}] : [lines];
  for (const command of unanswered) {
    if (!('userId' in command) || command.userId !== userId) continue;
    if (command.type === 'checkout') {
      // Whether the checkout happened shows in the orders.
      if (orders.has(command.orderId) && !view.orders.has(command.orderId)) possible = [{}];
      continue;
    }
    // A cart that the command changed may have expired before this check.
    const after = possible.flatMap((before) => linesAfter(before, command));
    possible = command.type.startsWith('carts.') ? [...possible, ...after, {}] : possible;
  }
  return possible;
}

function linesAfter(before: CartLines, command: Command): CartLines[] {
  if (command.type === 'carts.clear') return [{}];
  if (command.type === 'carts.remove') return [without(before, command.sku)];
  if (command.type === 'carts.add') {
    const { sku, quantity } = command;
    return [{ ...before, [sku]: (before[sku] ?? 0) + quantity }];
  }
  if (command.type === 'carts.setQuantity') {
    const { sku, quantity } = command;
    return [quantity === 0 ? without(before, sku) : { ...before, [sku]: quantity }];
  }
  return [];
}

function without(lines: CartLines, sku: string): CartLines {
  const { [sku]: _, ...rest } = lines;
  return rest;
}
