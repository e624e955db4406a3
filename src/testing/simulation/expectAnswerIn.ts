import type { Answered } from './command.ts';
import { expectSame } from './expectSame.ts';
import type { ShopState } from './shopState.ts';

/** Expects that what an answer shows could be read right after its turn. */
export function expectAnswerIn(answer: Answered, after: ShopState): void {
  if (!answer.ok) return;
  const { cart, order, product, user } = answer;
  if (cart !== undefined) expectSame(after.carts[cart.userId], cart, 'the cart');
  if (user !== undefined) expectSame(after.users[user.userId], user, 'the user');
  if (product !== undefined) {
    const listed = after.products.find(({ sku }) => sku === product.sku);
    expectSame(listed, product, 'the product');
  }
  if (order !== undefined) {
    const listed = after.orders[order.userId]?.find(({ orderId }) => orderId === order.orderId);
    expectSame(listed, order, 'the order');
  }
}
