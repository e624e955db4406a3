import { createWebSocketInspector, createWebSocketReceiver } from '@statelyai/inspect';
import { createInspectorServer } from '@statelyai/inspect/server';
import { afterEach, expect, test } from 'vitest';
import { orderMachine } from '../../../machines/index.ts';
import { inspectShop } from '../../../src/inspect.ts';
import { accepted, buy, openShop, orderIn } from '../../rules/shop/openShop.ts';
import { freePort, pathIn, type StatelyMessage, until, viewable } from './viewing.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What the receiver of the package itself gets. */
function received(server: string): StatelyMessage[] {
  const messages: StatelyMessage[] = [];
  createWebSocketReceiver({ server }).subscribe((message) => {
    messages.push(message as unknown as StatelyMessage);
  });
  return messages;
}

const WAY = [
  'order.confirm',
  '-> "confirmed"',
  'order.ship',
  '-> "shipped"',
  'order.deliver',
  '-> "delivered"',
];

test("the package's own receiver gets the way of an order, with its chart", async () => {
  const { shop } = await openShop();
  const viewed = await viewable(shop);
  ends.push(viewed.end);
  const messages = received(viewed.address);
  await until('a viewer', () => viewed.server.viewers === 1);
  const orderId = await orderIn('delivered', shop);
  const order = `order:${orderId}`;
  await until('the delivery', () => pathIn(messages, order).length === WAY.length);
  expect(pathIn(messages, order)).toEqual(WAY);
  const introduction = messages.find(({ name }) => name === order);
  expect(introduction).toMatchObject({
    type: '@xstate.actor',
    parentId: 'shop',
    rootId: 'shop',
    snapshot: { status: 'active', value: 'pending', context: { orderId } },
  });
  const { id, initial, states } = JSON.parse(introduction?.definition ?? '{}');
  expect({ id, initial, states: Object.keys(states) }).toEqual({
    id: orderMachine.config.id,
    initial: orderMachine.config.initial,
    states: Object.keys(orderMachine.states),
  });
});

test('one that comes late gets the whole picture, and what comes then', async () => {
  const { shop } = await openShop();
  await shop.products.restock('mug', 1000);
  const viewed = await viewable(shop, { only: { charts: ['order'] } });
  ends.push(viewed.end);
  const early = received(viewed.address);
  await until('a viewer', () => viewed.server.viewers === 1);
  const orders: string[] = [];
  for (let order = 0; order < 300; order++) orders.push(await orderIn('confirmed', shop));
  const late = received(viewed.address);
  const introduced = () =>
    late.flatMap(({ type, name = '' }) => (type === '@xstate.actor' ? [name] : []));
  await until('all introductions', () => introduced().length >= 302);
  expect(introduced()).toEqual(['shop', 'inventory', ...orders.map((id) => `order:${id}`)]);
  for (const { name, snapshot } of late) {
    if (name?.startsWith('order:')) expect(snapshot?.value).toBe('confirmed');
  }
  accepted(await shop.orders.cancel(orders[0] as string));
  for (const messages of [early, late]) {
    await until('the cancellation', () =>
      pathIn(messages, `order:${orders[0]}`).includes('-> "cancelled"'),
    );
  }
});

test("a shop can be shown through the package's own inspector and server, too", async () => {
  const { shop } = await openShop();
  const port = await freePort();
  const relay = createInspectorServer({ port, autoOpen: false });
  ends.push(() => relay.stop());
  const url = `ws://127.0.0.1:${port}`;
  const messages = received(url);
  const inspector = createWebSocketInspector({ url });
  ends.push(() => inspector.stop());
  ends.push(inspectShop(shop, inspector));
  const { orderId } = await buy(shop, 'ada', { mug: 1 });
  await until('the order', () => messages.some(({ name }) => name === `order:${orderId}`));
  accepted(await shop.orders.confirm(orderId));
  await until('its confirmation', () => pathIn(messages, `order:${orderId}`).length === 2);
  expect(pathIn(messages, `order:${orderId}`)).toEqual(WAY.slice(0, 2));
  expect(messages.find(({ name }) => name === 'cart:ada')?.definition).toContain('"open"');
});
