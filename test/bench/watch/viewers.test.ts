import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { readMessagesLeftOut } from '../../../bench/watch/load/messagesLeftOut.ts';
import { readMessages } from '../../../bench/watch/viewer/readMessages.ts';
import { readUpdates } from '../../../bench/watch/viewer/readUpdates.ts';
import { createShop, type Shop } from '../../../src/index.ts';
import { type InspectOptions, inspectShop, serveInspector } from '../../../src/inspect.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function shopWithCarts(count: number): Promise<Shop> {
  const shop = await createShop();
  ends.push(() => shop.close());
  const details = { name: 'Mug', category: 'kitchen', priceMinor: 1, stock: 1000 };
  await shop.products.add({ sku: 'mug', ...details });
  for (let user = 0; user < count; user++) {
    await shop.users.register({ userId: `user-${user}`, name: 'a' });
    await shop.carts.add(`user-${user}`, 'mug', 1);
  }
  return shop;
}

/** Answers every request with this status and text, and leaves the answer open. */
async function servedText(status: number, text: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).write(text));
  ends.push(() => server.close());
  ends.push(() => server.closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the viewer of a live page', () => {
  test('has been told that all actors are counted, and is one of the viewers', async () => {
    const shop = await shopWithCarts(40);
    const server = await shop.watch({ port: 0 });
    const view = await readUpdates(server.url);
    expect(view.got.messages).toBeGreaterThan(0);
    expect(view.got.bytes).toBeGreaterThan(100);
    expect(server.viewers).toBe(1);
    await view.close();
  });

  test('waits for an update in which every chart is complete, however it is cut', async () => {
    const [incomplete, complete] = [false, true].map((isComplete) => {
      const charts = [{ isComplete: true }, { isComplete }];
      return `data: ${JSON.stringify({ charts })}\n\n`;
    });
    const url = await servedText(200, `${incomplete}${complete}data: {"cha`);
    const view = await readUpdates(url);
    expect(view.got.messages).toBe(2);
    await view.close();
  });

  test('fails where it is refused', async () => {
    const url = await servedText(503, 'full');
    await expect(readUpdates(url)).rejects.toThrow('expected the updates, got status 503');
  });
});

describe('the viewer of an inspector', () => {
  async function inspected(carts: number, options: InspectOptions) {
    const shop = await shopWithCarts(carts);
    const server = await serveInspector({ port: 0 });
    ends.push(() => server.close());
    inspectShop(shop, server, options);
    return { shop, server };
  }

  test('has been introduced to all actors that are shown', async () => {
    const { server } = await inspected(40, { maxActors: 30 });
    const view = await readMessages(server.url);
    expect(view.got.messages).toBeGreaterThanOrEqual(30);
    expect(server.viewers).toBe(1);
    await view.close();
  });

  test('may ask for the number of messages that were left out', async () => {
    const { shop, server } = await inspected(0, { maxActors: 1 });
    const view = await readMessages(server.url);
    expect(await readMessagesLeftOut(server.url)).toBe(0);
    for (const userId of ['ada', 'bob']) {
      await shop.users.register({ userId, name: 'a' });
      await shop.carts.add(userId, 'mug', 1);
    }
    expect(await readMessagesLeftOut(server.url)).toBeGreaterThan(0);
    await view.close();
  });
});
