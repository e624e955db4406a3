import type { Fault } from '../fault.ts';

const CART = 'test/rules/machines/cart.test.ts';
const CARTS = 'test/rules/shop/carts.test.ts';
const ORDER = 'test/rules/machines/order.test.ts';
const ORDERS = 'test/rules/shop/orders.test.ts';
const CHECKOUT = 'test/rules/shop/checkout.test.ts';
const INVENTORY = 'test/rules/machines/inventory.test.ts';

/** The charts, the rules of carts, and how charts of the user's own are checked. */
export const CHARTS: readonly Fault[] = [
  {
    rule: 'a shipped order cannot be cancelled',
    file: 'machines/order.ts',
    from: "on: { 'order.deliver': {",
    to: "on: { 'order.cancel': 'cancelled', 'order.deliver': {",
    tests: [ORDER],
  },
  {
    rule: 'an order that is not confirmed cannot be shipped',
    file: 'machines/order.ts',
    from: "'order.confirm': { target: 'confirmed', actions: 'tellConfirmed' },",
    to: "'order.confirm': { target: 'confirmed', actions: 'tellConfirmed' }, 'order.ship': 'shipped',",
    tests: [ORDER],
  },
  {
    rule: 'an unpaid order releases its stock when its time is over',
    file: 'machines/order.ts',
    from: "['noteTimeout', 'releaseStock', 'tellCancelled']",
    to: "['noteTimeout', 'tellCancelled']",
    tests: [ORDER, ORDERS],
  },
  {
    rule: 'a shipment takes the units out of the stock',
    file: 'machines/order.ts',
    from: "['noteTracking', 'commitStock', 'tellShipped']",
    to: "['noteTracking', 'tellShipped']",
    tests: [ORDER, ORDERS],
  },
  {
    rule: 'an order notes its tracking number',
    file: 'machines/order.ts',
    from: "['noteTracking', 'commitStock', 'tellShipped']",
    to: "['commitStock', 'tellShipped']",
    tests: [ORDERS],
  },
  {
    rule: 'an order waits for its payment until it is due',
    file: 'machines/order.ts',
    from: 'paymentDueAt - (timeOf(system) ?? createdAt)',
    to: 'paymentDueAt - (timeOf(system) ?? createdAt) + 1',
    tests: [ORDERS, ORDER],
  },
  {
    rule: 'an order says why it was cancelled',
    file: 'machines/order.ts',
    from: 'if (reason !== undefined) enqueue.assign({ cancelReason: reason });',
    to: '',
    tests: [ORDERS],
  },
  {
    rule: 'a cart expires a fixed time after its first line',
    file: 'machines/cartSetup.ts',
    from: 'warnAt - (timeOf(system) ?? openedAt)',
    to: 'warnAt - (timeOf(system) ?? openedAt) + 1',
    tests: [CARTS],
  },
  {
    rule: 'a refused checkout does not postpone the expiry',
    file: 'machines/cartSetup.ts',
    from: 'checkout?.createdAt ?? openedAt',
    to: 'openedAt ?? checkout?.createdAt',
    tests: [CARTS],
  },
  {
    rule: 'a cart that loses its last line is empty',
    file: 'machines/cartSetup.ts',
    from: 'lines.length === 1 && lines',
    to: 'lines.length === 0 && lines',
    tests: [CARTS, CART],
  },
  {
    rule: 'a bought cart is empty',
    file: 'machines/cart.ts',
    from: "{ target: 'empty', actions: ['placeOrder', 'forget'] }",
    to: "{ target: 'empty', actions: ['placeOrder'] }",
    tests: [CHECKOUT, CART],
  },
  {
    rule: 'a refused checkout leaves the cart open',
    file: 'machines/cart.ts',
    from: "target: 'open',\n          actions: ['refuseShortages',",
    to: "target: 'empty',\n          actions: ['refuseShortages',",
    tests: [CHECKOUT, CART],
  },
  {
    rule: 'a checkout respects the purchase limits of now',
    file: 'machines/rules/reservationPlanner.ts',
    from: 'if (refusal !== undefined) return { ok: false, refusal };',
    to: '',
    tests: [CHECKOUT, CART, CARTS],
  },
  {
    rule: 'an empty cart cannot be bought',
    file: 'machines/cart.ts',
    from: "'cart.checkout': { actions: 'refuseEmpty' },",
    to: '',
    tests: [CHECKOUT, CART],
  },
  {
    rule: 'a line may become smaller, whatever the stock is',
    file: 'machines/rules/cartRules.ts',
    from: 'if (quantity <= before) return undefined;',
    to: '',
    tests: [CARTS],
  },
  {
    rule: 'the purchase limit is refused before the stock',
    file: 'machines/rules/cartRules.ts',
    from: 'const refusal = orderLimitRefusal(sku, quantity, maxPerOrder);\n  if (refusal !== undefined) return refusal;',
    to: 'const refusal = orderLimitRefusal(sku, quantity, maxPerOrder);\n  if (refusal !== undefined && quantity <= available) return refusal;',
    tests: [CARTS],
  },
  {
    rule: 'a line may take the last available unit',
    file: 'machines/rules/cartRules.ts',
    from: 'if (quantity > available) {',
    to: 'if (quantity >= available) {',
    tests: [CARTS, CHECKOUT],
  },
  {
    rule: 'a line of zero is left out',
    file: 'machines/rules/cartRules.ts',
    from: 'if (quantity === 0) return lines.filter((line) => line.sku !== sku);',
    to: '',
    tests: [CARTS],
  },
  {
    rule: 'a reservation that cannot be served holds nothing, and names what is short',
    file: 'machines/inventory.ts',
    from: "actions: 'answerRefused',",
    to: "actions: 'answerFailed',",
    tests: [INVENTORY, CHECKOUT],
  },
  {
    rule: 'a product that is sold out is told as depleted',
    file: 'machines/inventory.ts',
    from: "if (available === 0) return { type: 'stock.depleted'",
    to: "if (available < 0) return { type: 'stock.depleted'",
    tests: [INVENTORY, 'test/rules/shop/stock.test.ts'],
  },
  {
    rule: 'a chart of the user that leaves stock held is refused',
    file: 'src/charts/adoptMachine.ts',
    from: '...stockHoldProblems(',
    to: '...((..._: unknown[]): string[] => [])(',
    tests: ['test/rules/badInput/orderCharts.test.ts', 'test/rules/machines/ownChart.test.ts'],
  },
];
