import { setImmediate } from 'node:timers/promises';
import {
  bulkPricing,
  byCategory,
  byPrice,
  byRating,
  byText,
  consoleChannel,
  createShop,
  inStock,
  membershipPricing,
  type Order,
  type PersonalChannel,
  type Recipient,
  type Refusal,
  type Shop,
} from '../../src/index.ts';
import { print } from '../../src/terminal/output.ts';
import { simulatedClock } from '../../src/testing.ts';

/** The demo: opens a shop in memory and prints what happens and why. */
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 27, 9);
const clock = simulatedClock(START);
/** Short ids, which are easy to read. */
let lastId = 1000;
const shop = await createShop({
  clock,
  createId: () => `${++lastId}`,
  notifications: {
    channels: [
      printingChannel('email', ({ email }) => email !== undefined),
      printingChannel('sms', ({ phone }) => phone !== undefined),
      printingChannel('push', ({ userId }) => userId !== undefined),
    ],
    owner: { name: 'Olga', email: 'olga@shop.example' },
  },
});
const openedAt = performance.now();

heading('The catalogue');
await fillCatalogue();

heading('Search');
for (const [question, filters] of [
  ['electronics up to $60.00', [byCategory('electronics'), byPrice({ maxMinor: 6000 })]],
  ['rated 4 or better, in stock', [byRating(4), inStock()]],
  ['"usb cable"', [byText('usb cable')]],
] as const) {
  const { total, items } = shop.search(filters, { sort: 'price' });
  say(`${question}: ${total} found: ${items.map(({ name }) => name).join(', ')}`);
}

heading('A regular checkout');
say('Adding to a cart only checks the stock; it reserves no unit.');
await add('ada', 'headphones', 1);
await add('ada', 'cable', 2);
say(`Left to sell of the headphones: ${shop.products.get('headphones')?.available}`);
const regular = await buy('ada');

heading('Bulk: 10 % off for 5 or more of the same product');
await add('grace', 'cable', 6);
await add('grace', 'headphones', 1);
const bulk = await buy('grace', { pricing: bulkPricing({ percent: 10, minQuantity: 5 }) });

heading('Membership: 15 % off for members');
await add('linus', 'keyboard', 1);
const membership = await buy('linus', { pricing: membershipPricing({ percent: 15 }) });

heading('Sold out: two users hold the last console in their carts');
await add('ada', 'console', 1);
await add('grace', 'console', 1);
const winner = await buy('ada', { idempotencyKey: 'ada-buys-a-console' });
await buy('grace');
say(`Her cart is as it was: ${shop.carts.get('grace')?.lines[0]?.quantity} × console`);
const again = await shop.checkout('ada', { idempotencyKey: 'ada-buys-a-console' });
say(
  `Ada's connection broke and she tries again with the same key: ${
    again.ok && again.order.orderId === winner?.orderId ? 'the same order' : 'ANOTHER ORDER'
  }`,
);

heading('The lifecycle of an order');
if (regular !== undefined) {
  const { orderId } = regular;
  await step('confirm', shop.orders.confirm(orderId));
  await step('ship', shop.orders.ship(orderId, { trackingNumber: 'TRACK-1' }));
  await step('cancel', shop.orders.cancel(orderId));
  await step('deliver', shop.orders.deliver(orderId));
  const facts = shop.orders.history(orderId).map(({ type }) => type);
  say(`Its history: ${facts.join(' → ')}`);
}

heading('A cancellation');
if (bulk !== undefined) {
  say(`Cables left before: ${shop.products.get('cable')?.available}`);
  await step('cancel', shop.orders.cancel(bulk.orderId, { reason: 'changed her mind' }));
  say(`Cables left after: ${shop.products.get('cable')?.available}`);
}

heading('Half an hour later');
if (membership !== undefined) await step('confirm', shop.orders.confirm(membership.orderId));
await shop.products.notifyWhenInStock('console', 'linus');
say('linus asks to be told when the console is back.');
clock.advance(30 * MINUTE);
say(`The unpaid console is ${shop.orders.get(winner?.orderId ?? '')?.state} and back on sale.`);
await showMessages();
await buy('grace');

heading('Where every console is');
say(JSON.stringify(shop.explain('console')));

heading('The audit: every total recomputed from the orders and holds');
const audit = shop.audit();
say(audit.ok ? 'ok: no unit was sold twice, and none was lost' : audit.problems.join('\n'));
await shop.close();
say(`(${(performance.now() - openedAt).toFixed(0)} ms in all)`);
if (!audit.ok) process.exitCode = 1;

async function fillCatalogue(): Promise<void> {
  const products = [
    { sku: 'headphones', name: 'Noise-cancelling headphones', priceMinor: 19900, stock: 10 },
    { sku: 'cable', name: 'USB-C cable, 2 m', priceMinor: 1299, stock: { berlin: 12, lyon: 8 } },
    { sku: 'keyboard', name: 'Mechanical keyboard', priceMinor: 8999, stock: 5 },
    { sku: 'console', name: 'Game console', priceMinor: 49900, stock: 1, maxPerOrder: 1 },
  ];
  for (const product of products) await shop.products.add({ ...product, category: 'electronics' });
  await shop.products.add({
    sku: 'mug',
    name: 'Mug',
    category: 'kitchen',
    priceMinor: 900,
    stock: 40,
  });
  await shop.users.register({ userId: 'ada', name: 'Ada', email: 'ada@example.com' });
  await shop.users.register({ userId: 'grace', name: 'Grace', phone: '+1 555 0100' });
  await shop.users.register({ userId: 'linus', name: 'Linus', member: true });
  await shop.users.preferences('ada', {
    email: ['order.placed', 'order.shipped', 'order.cancelled'],
    push: ['order.delivered'],
  });
  await shop.users.preferences('grace', { sms: ['order.cancelled'], push: false });
  await shop.users.preferences('linus', { push: ['product.backInStock'] });
  await shop.products.review('headphones', { userId: 'ada', rating: 5, text: 'Silence.' });
  await shop.products.review('mug', { userId: 'grace', rating: 4 });
  for (const { sku, name, priceMinor, available, rating } of shop.search().items) {
    const stars = rating === 0 ? 'no reviews' : `${rating.toFixed(1)} stars`;
    say(`${sku.padEnd(11)} ${name.padEnd(28)} ${money(priceMinor)} ${available} left, ${stars}`);
  }
}

async function add(userId: string, sku: string, quantity: number): Promise<void> {
  const answer = await shop.carts.add(userId, sku, quantity);
  say(
    answer.ok
      ? `${userId} puts ${quantity} × ${sku} into the cart: ${money(answer.cart.totalMinor).trim()}`
      : `${userId} cannot add ${sku}: ${why(answer.refusal)}`,
  );
}

async function buy(
  userId: string,
  options?: Parameters<Shop['checkout']>[1],
): Promise<Order | undefined> {
  const answer = await shop.checkout(userId, options);
  if (!answer.ok) {
    say(`${userId}'s checkout is refused: ${why(answer.refusal)}`);
    return undefined;
  }
  const { order } = answer;
  for (const { quantity, sku, unitPriceMinor, lineTotalMinor } of order.lines) {
    const list = quantity * unitPriceMinor;
    const off = list === lineTotalMinor ? '' : ` instead of ${money(list).trim()}`;
    say(`  ${quantity} × ${sku}: ${money(lineTotalMinor).trim()}${off}`);
  }
  say(`${userId} has ordered for ${money(order.totalMinor).trim()} (${order.pricing} pricing)`);
  await showMessages();
  return order;
}

async function step(name: string, command: ReturnType<Shop['orders']['confirm']>): Promise<void> {
  const answer = await command;
  say(
    answer.ok
      ? `${name}: the order is ${answer.order.state}`
      : `${name}: refused, ${why(answer.refusal)}`,
  );
  await showMessages();
}

function why(refusal: Refusal): string {
  switch (refusal.code) {
    case 'out-of-stock':
      return refusal.shortages
        .map(({ sku, requested, available }) => `${requested} × ${sku} wanted, ${available} left`)
        .join('; ');
    case 'invalid-transition': {
      const allowed = refusal.allowed.join(', ') || 'nothing more';
      return `${refusal.event} is not possible in ${refusal.state}; it accepts ${allowed}`;
    }
    default:
      return refusal.code;
  }
}

/** A channel that prints in place of sending, to those whom a real one could reach. */
function printingChannel(
  name: string,
  canReach: (recipient: Recipient) => boolean,
): PersonalChannel {
  return { ...consoleChannel({ name, print: (line) => print(`      ${line}`) }), canReach };
}

/** Messages gather for a moment, in which the clock stands still unless it is advanced. */
async function showMessages(): Promise<void> {
  const isBusy = () =>
    shop.notifications.status().some(({ waiting, underWay }) => waiting > 0 || underWay > 0);
  while (isBusy()) {
    await setImmediate();
    clock.advance(10);
  }
}

function heading(text: string): void {
  print(`\n${text}\n`);
}

function say(text: string): void {
  print(`  ${text}\n`);
}

function money(minor: number): string {
  return `$${(minor / 100).toFixed(2)}`.padStart(8);
}
