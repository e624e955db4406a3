import type { Order } from '../../src/index.ts';
import type { AcknowledgedState } from './acknowledgedState.ts';
import type { Command } from './command.ts';
import type { CartLines } from './shopView.ts';

/**
 * What may be in a user's cart after a crash: what was acknowledged, that after each command on its
 * way, or nothing if the cart has run out. A cart whose order is there has been emptied.
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
  const mayHaveRunOut = expiresAt !== null && expiresAt <= now;
  let possible: CartLines[] = mayHaveRunOut ? [lines, {}] : [lines];
  for (const command of unanswered) {
    if (!('userId' in command) || command.userId !== userId) continue;
    if (command.type === 'checkout') {
      // It happened, or it did not: which of the two, the order says.
      if (orders.has(command.orderId) && !view.orders.has(command.orderId)) possible = [{}];
      continue;
    }
    // Any cart that a command fills now may have run out before this check.
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
    return [{ ...before, [command.sku]: command.quantity }];
  }
  return [];
}

function without(lines: CartLines, sku: string): CartLines {
  const { [sku]: _, ...rest } = lines;
  return rest;
}
