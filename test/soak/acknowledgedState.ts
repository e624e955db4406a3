import { isDeepStrictEqual } from 'node:util';
import type { Answer, Cart, Order, Product, User } from '../../src/index.ts';
import type { Command } from './command.ts';
import type { JournalLine } from './journal.ts';
import { cartState, type ShopView } from './shopView.ts';

/** What a shop must say after a crash, and what it may say beside. */
export interface AcknowledgedState {
  /** As of the last answer to each shopper and clerk. */
  readonly view: ShopView;
  /** Commands that were begun and never answered since the last answer about the same thing. */
  readonly unanswered: readonly Command[];
  /** The key of each attempt to buy, or undefined for one without, by the order it would make. */
  readonly attempts: Map<string, string | undefined>;
  readonly problems: readonly string[];
  /** The last fact that anybody was told. */
  readonly heard: number;
  /** The last fact that the consumer meant to acknowledge. */
  readonly acknowledging: number;
}

interface UnansweredCommand {
  /** Which process was asked. */
  readonly life: number;
  readonly command: Command;
}

/** Adds what the journal reports to what was there before. */
export function replayJournal(
  before: AcknowledgedState,
  journal: readonly JournalLine[],
): AcknowledgedState {
  const { view, attempts } = before;
  const problems: string[] = [];
  const unanswered = new Map<string, UnansweredCommand>();
  let life = 0;
  let { heard, acknowledging } = before;
  let { position } = view;
  for (const line of journal) {
    if ('found' in line) life++;
    else if ('begin' in line) {
      const { begin, command } = line;
      unanswered.set(`${life} ${begin}`, { life, command });
      if (command.type === 'checkout') attempts.set(command.orderId, purchaseName(command));
    } else if ('done' in line) {
      const name = `${life} ${line.done}`;
      const { command } = unanswered.get(name) as UnansweredCommand;
      unanswered.delete(name);
      problems.push(...applyAnswer(view, command, line.answer));
      if (line.answer.ok) supersede(unanswered, { life, command });
    } else if ('heard' in line) heard = line.heard;
    else if ('acknowledging' in line) acknowledging = line.acknowledging;
    else if ('acknowledged' in line) position = Math.max(position, line.acknowledged);
  }
  return {
    view: { ...view, position },
    unanswered: [...unanswered.values()].map(({ command }) => command),
    attempts,
    problems,
    heard,
    acknowledging,
  };
}

/** What was asked about the same thing in an earlier life shows in this answer, or never will. */
function supersede(
  unanswered: Map<string, UnansweredCommand>,
  { life, command }: UnansweredCommand,
): void {
  if (command.type === 'products.restock') return; // Units add up.
  for (const [name, earlier] of unanswered) {
    const isSame = subjectOf(earlier.command) === subjectOf(command);
    if (isSame && earlier.life < life) unanswered.delete(name);
  }
}

/** The name of a purchase with a key. */
export function purchaseName(command: Extract<Command, { type: 'checkout' }>): string | undefined {
  return command.key === undefined ? undefined : `${command.userId} ${command.key}`;
}

/** Enters one answer. @returns what is wrong with it. */
export function applyAnswer(view: ShopView, command: Command, answer: Answer<object>): string[] {
  const name = command.type === 'checkout' ? purchaseName(command) : undefined;
  if (name !== undefined) {
    const first = view.answers.get(name);
    view.answers.set(name, first ?? answer);
    // The first answer has changed the view; it says nothing new any more.
    if (first !== undefined) {
      return isDeepStrictEqual(first, answer)
        ? []
        : [`the key ${name} had ${JSON.stringify(first)}, later ${JSON.stringify(answer)}`];
    }
  }
  if (!answer.ok) return [];
  const given = answer as { cart?: Cart; order?: Order; product?: Product; user?: User };
  const { cart, order, product, user } = given;
  if (cart !== undefined) view.carts.set(cart.userId, cartState(cart));
  if (user !== undefined) view.names.set(user.userId, user.name);
  if (order !== undefined) applyOrder(view, command, order);
  if (product !== undefined) applyProduct(view, command, product);
  return [];
}

function applyOrder(view: ShopView, command: Command, order: Order): void {
  if (command.type === 'checkout') {
    // An answer that is repeated says how the order was at first.
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

/** What a command is about: nobody asks two things about it at a time, but for a double click. */
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
