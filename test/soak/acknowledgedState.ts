import type { Answer, Cart, Order, Product, User } from '../../src/index.ts';
import type { Command } from './command.ts';
import type { JournalLine } from './journal.ts';
import { isMismatch, repeatProblems, withoutMark } from './repeatProblems.ts';
import { cartState, type ShopView } from './shopView.ts';

/** What a shop must say after a crash because it was answered, and what else it may say. */
export interface AcknowledgedState {
  /** The state as of the last answer to each shopper and clerk. */
  readonly view: ShopView;
  /** Commands without an answer, begun since the last answer about the same subject. */
  readonly unanswered: readonly Command[];
  /** The purchase name of each checkout, or undefined without a key, by the id of its order. */
  readonly attempts: Map<string, string | undefined>;
  readonly problems: readonly string[];
  /** The number of the last fact that the consumer got. */
  readonly consumed: number;
  /** The number of the last fact that the consumer began to acknowledge. */
  readonly acknowledging: number;
}

interface UnansweredCommand {
  /** The process that ran it: 1, 2, 3, ... in the order of the journal. */
  readonly processNumber: number;
  readonly command: Command;
}

/** The state after everything that the journal reports. */
export function replayJournal(
  before: AcknowledgedState,
  journal: readonly JournalLine[],
): AcknowledgedState {
  const { view, attempts } = before;
  const problems: string[] = [];
  const unanswered = new Map<string, UnansweredCommand>();
  let processNumber = 0;
  let { consumed, acknowledging } = before;
  let { position } = view;
  for (const line of journal) {
    if ('found' in line) processNumber++;
    else if ('begin' in line) {
      const { begin, command } = line;
      unanswered.set(`${processNumber} ${begin}`, { processNumber, command });
      if (command.type === 'checkout') attempts.set(command.orderId, purchaseName(command));
    } else if ('done' in line) {
      const name = `${processNumber} ${line.done}`;
      const { command } = unanswered.get(name) as UnansweredCommand;
      unanswered.delete(name);
      problems.push(...applyAnswer(view, command, line.answer));
      if (line.answer.ok) supersedeEarlier(unanswered, { processNumber, command });
    } else if ('consumed' in line) consumed = line.consumed;
    else if ('acknowledging' in line) acknowledging = line.acknowledging;
    else if ('acknowledged' in line) position = Math.max(position, line.acknowledged);
  }
  return {
    view: { ...view, position },
    unanswered: [...unanswered.values()].map(({ command }) => command),
    attempts,
    problems,
    consumed,
    acknowledging,
  };
}

/** Drops commands of earlier processes on the same subject: the answer includes their effect, if any. */
function supersedeEarlier(
  unanswered: Map<string, UnansweredCommand>,
  { processNumber, command }: UnansweredCommand,
): void {
  if (command.type === 'products.restock') return; // Units add up.
  for (const [name, earlier] of unanswered) {
    const isSame = subjectOf(earlier.command) === subjectOf(command);
    if (isSame && earlier.processNumber < processNumber) unanswered.delete(name);
  }
}

/** User and idempotency key, `user key`; undefined without a key. */
function purchaseName(command: Extract<Command, { type: 'checkout' }>): string | undefined {
  return command.key === undefined ? undefined : `${command.userId} ${command.key}`;
}

/** Applies one answer to the view. @returns what is wrong with the answer. */
export function applyAnswer(view: ShopView, command: Command, answer: Answer<object>): string[] {
  const name = command.type === 'checkout' ? purchaseName(command) : undefined;
  if (name !== undefined) {
    const first = view.answers.get(name);
    // The first answer with this key has already been applied.
    if (first !== undefined) return repeatProblems(name, first, answer);
    // The first one may be running, or may have had no answer before its process was killed.
    if (isMismatch(answer)) return [];
    view.answers.set(name, withoutMark(answer));
  }
  if (!answer.ok) return [];
  const { cart, order, product, user } = answer as {
    cart?: Cart;
    order?: Order;
    product?: Product;
    user?: User;
  };
  if (cart !== undefined) view.carts.set(cart.userId, cartState(cart));
  if (user !== undefined) view.names.set(user.userId, user.name);
  if (order !== undefined) applyOrder(view, command, order);
  if (product !== undefined) applyProduct(view, command, product);
  return [];
}

function applyOrder(view: ShopView, command: Command, order: Order): void {
  if (command.type === 'checkout') {
    // A repeated answer shows the order as it was placed, not as it is now.
    if (view.orders.has(order.orderId)) return;
    view.carts.set(order.userId, { lines: {}, expiresAt: null });
  }
  view.orders.set(order.orderId, order);
}

function applyProduct(view: ShopView, command: Command, { sku, priceMinor }: Product): void {
  if (command.type === 'products.add') {
    view.received.set(sku, command.stock);
    view.prices.set(sku, priceMinor);
  }
  if (command.type === 'products.update') view.prices.set(sku, priceMinor);
  if (command.type === 'products.restock') {
    view.received.set(sku, (view.received.get(sku) ?? 0) + command.quantity);
  }
  if (command.type === 'products.review')
    view.ratings.set(`${sku} ${command.userId}`, command.rating);
}

/** What a command changes. Commands on one subject do not overlap, except repeated checkouts. */
function subjectOf(command: Command): string {
  switch (command.type) {
    case 'products.add':
    case 'products.update':
    case 'products.restock':
      return `${command.type} ${command.sku}`;
    case 'products.review':
      return `review ${command.sku} ${command.userId}`;
    case 'users.register':
      return `user ${command.userId}`;
    case 'orders.confirm':
    case 'orders.ship':
    case 'orders.deliver':
    case 'orders.cancel':
    case 'orders.send':
      return `order ${command.orderId}`;
    default:
      return `cart ${command.userId}`;
  }
}
