import { afterEach, describe, expect, test } from 'vitest';
import type { Shop } from '../../../src/index.ts';
import type { WatchServer } from '../../../src/watch.ts';
import { accepted, buy, HOUR, openShop, orderIn } from '../../rules/shop/openShop.ts';
import { findChromium } from '../browser/findChromium.ts';
import { seriousViolations } from '../browser/seriousViolations.ts';
import { badge, livePages, rowOf, WAIT } from './livePages.ts';

/** An order id that would be a script if it were not text. */
const HOSTILE = '<img src=x onerror=alert(1)>';

const servers: WatchServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function served(shop: Shop, port = 0): Promise<WatchServer> {
  const server = await shop.watch({ port });
  servers.push(server);
  return server;
}

describe.skipIf(findChromium() === undefined)('the live page of a shop that sells', () => {
  const { open } = livePages();

  /** The page of a shop with many mugs, with the chart of orders. */
  async function watched(options: Parameters<typeof openShop>[0] = {}, query = '') {
    const opened = await openShop(options);
    accepted(await opened.shop.products.restock('mug', 10_000));
    const server = await served(opened.shop);
    const show = async () => {
      const shown = await open(`${server.url}/${query}`);
      await badge(shown.page, 'pending').waitFor();
      return shown;
    };
    return { ...opened, server, show };
  }

  test('shows the orders that were there, and those that come, in their states', async () => {
    const { shop, show } = await watched();
    for (const state of ['pending', 'confirmed', 'confirmed', 'cancelled'] as const) {
      await orderIn(state, shop);
    }
    const { page, errors, strayRequests } = await show();
    await expect.poll(() => badge(page, 'confirmed').textContent(), WAIT).toContain('2');
    for (let count = 0; count < 3; count++) await orderIn('shipped', shop);
    await orderIn('confirmed', shop);
    const numbers = { pending: 1, confirmed: 3, shipped: 3, delivered: 0, cancelled: 1 };
    for (const [state, number] of Object.entries(numbers)) {
      const cells = rowOf(page, state).locator('td');
      await expect.poll(() => cells.first().textContent(), WAIT).toBe(String(number));
    }
    expect({ errors, strayRequests }).toEqual({ errors: [], strayRequests: [] });
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('lights a transition up when it is taken', async () => {
    const { shop, show } = await watched();
    const orderId = await orderIn('pending', shop);
    const { page } = await show();
    // What is lit at any time, since a light fades soon.
    await page.evaluate(`
      window.lit = [];
      new MutationObserver((changes) => {
        for (const { target } of changes) if (target.dataset.lit) window.lit.push(target.id || target.dataset.id);
      }).observe(document.querySelector('.diagram-frame svg'), { subtree: true, attributeFilter: ['data-lit'] });
    `);
    accepted(await shop.orders.confirm(orderId));
    await expect.poll(() => page.evaluate('window.lit'), WAIT).not.toEqual([]);
    const lit = await page.evaluate<string[]>('window.lit');
    for (const id of lit) expect(id).toContain('order_2e_confirm');
  });

  test('shows the way of an order that is followed, and its messages', async () => {
    const { shop } = await watched();
    const orderId = await orderIn('confirmed', shop);
    const server = await served(shop);
    const { page } = await open(`${server.url}/?follow=${orderId}`);
    const section = page.locator('#follow');
    await section.getByText('order.placed').waitFor();
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T-1' }));
    const follow = () => section.innerText();
    await expect.poll(follow, WAIT).toMatch(/order\.ship\s+confirmed\s+→\s+to\s+shipped/);
    await expect.poll(follow, WAIT).toContain('"trackingNumber": "T-1"');
    const messages = () => page.locator('#messages').innerText();
    await expect.poll(messages, WAIT).toContain('inventory.ship');
  });

  test('finds the order that is stuck', async () => {
    const { shop, clock, show } = await watched({ paymentTimeoutMs: 100 * HOUR });
    const stuck = await orderIn('pending', shop);
    clock.advance(30 * HOUR);
    for (let count = 0; count < 30; count++) await orderIn('pending', shop);
    const { page } = await show();
    const first = page.locator('#longest tbody tr').first();
    await expect.poll(() => first.textContent(), WAIT).toContain(`order:${stuck}`);
    await expect.poll(() => first.textContent(), WAIT).toContain('1 d');
  });

  test('shows an order id that is made of HTML as text', async () => {
    const { shop, show } = await watched({ createId: () => HOSTILE });
    accepted(await shop.carts.add('ada', 'mug', 1));
    accepted(await shop.checkout('ada'));
    const { page, errors } = await show();
    await page.locator('#longest').getByText(`order:${HOSTILE}`).click();
    await page.locator('#follow').getByText('order.placed').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('goes on with another shop at the address when the process has started again', async () => {
    const { shop, server, show } = await watched();
    await orderIn('pending', shop);
    const { page } = await show();
    await expect
      .poll(() => rowOf(page, 'pending').locator('td').first().textContent(), WAIT)
      .toBe('1');
    await shop.close();
    const { shop: next } = await openShop();
    await orderIn('delivered', next);
    await served(next, Number(new URL(server.url).port));
    await expect
      .poll(() => rowOf(page, 'delivered').locator('td').first().textContent(), WAIT)
      .toBe('1');
  });

  test('shows where the units of a product are', async () => {
    const { shop, show } = await watched();
    const { orderId } = await buy(shop, 'bob', { lamp: 2 });
    const { page } = await show();
    const stock = page.locator('#stock');
    await stock.getByRole('textbox').fill('lamp');
    await stock.getByRole('button', { name: 'Show' }).click();
    await stock.getByText(`order:${orderId}`).waitFor();
  });
});
