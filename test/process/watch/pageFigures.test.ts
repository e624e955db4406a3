import { describe, expect, test } from 'vitest';
import type { WatchPicture } from '../../../src/watch/watchTypes.ts';
import { findChromium } from '../browser/findChromium.ts';
import { badge, livePages, rowOf, WAIT } from './livePages.ts';
import { FIGURES, HOSTILE, orderUpdate, PICTURE, pageUpdate } from './pagePicture.ts';

describe.skipIf(findChromium() === undefined)('what the live page shows', () => {
  const { serve, open, show } = livePages();

  test('shows how many actors are in each state, in the chart and in a table', async () => {
    const { page, server, errors, strayRequests } = await show();
    await expect.poll(() => badge(page, 'pending').textContent(), WAIT).toBe('1,234');
    expect(await badge(page, 'confirmed').textContent()).toBe('23');
    expect(await rowOf(page, 'pending').locator('td').allTextContents()).toEqual([
      '1,234',
      '1.2 s',
      '1 min 1 s',
    ]);
    server.send(
      pageUpdate({
        charts: [orderUpdate({ states: { pending: { now: 5, medianMs: null, p99Ms: null } } })],
      }),
    );
    await expect.poll(() => badge(page, 'pending').textContent(), WAIT).toBe('5');
    expect(await badge(page, 'confirmed').textContent()).toBe('0');
    await expect.poll(() => page.title(), WAIT).toBe(`degraded: ${HOSTILE} – statecart live view`);
    expect({ errors, strayRequests }).toEqual({ errors: [], strayRequests: [] });
  });

  test('says that it counts until it has counted all', async () => {
    const { page, server } = await show();
    server.send(pageUpdate({ charts: [orderUpdate({ isComplete: false, states: {} })] }));
    await page.getByText('Counting the actors').waitFor();
    expect(await badge(page, 'pending').textContent()).toBe('…');
  });

  test('lights a transition up when it is taken, and shows its rate', async () => {
    const { page, server } = await show();
    const arrow = page.locator('[data-id="transition-confirm"]');
    const rate = page.locator('.rate[data-transition="transition-confirm"]');
    await expect.poll(() => rate.textContent(), WAIT).toBe('12/s');
    // It may be over before it is looked at.
    await page.evaluate(`
      window.lit = [];
      new MutationObserver((changes) => {
        for (const { target } of changes) if (target.dataset.lit) window.lit.push(target.dataset.id);
      }).observe(document.querySelector('.diagram-frame svg'), { subtree: true, attributeFilter: ['data-lit'] });
    `);
    const taken = { 'transition-confirm': { count: 11, perSecond: 13 } };
    server.send(pageUpdate({ charts: [orderUpdate({ transitions: taken })] }));
    await expect.poll(() => page.evaluate('window.lit'), WAIT).toEqual(['transition-confirm']);
    await expect.poll(() => arrow.getAttribute('data-lit'), WAIT).toBeNull();
    expect(await rate.textContent()).toBe('13/s');
  });

  test('shows the figures of a state that is selected with the keyboard', async () => {
    const { page } = await show();
    await page.locator('[data-id="state-pending"]').focus();
    await page.keyboard.press('Enter');
    const details = page.locator('.details');
    await details.getByRole('heading', { name: 'pending' }).waitFor();
    expect(await details.getByRole('row', { name: /order\.confirm/ }).innerText()).toMatch(
      /confirmed\.packing\s+10\s+12\/s/,
    );
    expect(await details.getByRole('link', { name: 'order:4711' }).count()).toBe(1);
    await page.getByRole('tab', { name: /Orders/ }).press('ArrowLeft');
    await page.getByRole('tab', { name: /Carts/, selected: true }).waitFor();
    await badge(page, 'open').waitFor();
  });

  test('draws the messages of a turn, and holds them', async () => {
    const { page, server } = await show();
    const section = page.locator('#messages');
    expect(await section.locator('.lifeline text').allTextContents()).toEqual([
      'shop',
      'cart:ada',
      'inventory',
    ]);
    expect(await section.getByRole('listitem').count()).toBe(3);
    await section.getByRole('button', { name: 'Hold' }).click();
    const other = { number: 2, at: Date.now(), messages: [], omitted: 0 };
    server.send(pageUpdate({ turn: other, figures: { ...FIGURES, timers: 777 } }));
    await page.getByText('777 timers').waitFor();
    expect(await section.getByText('Turn 1 at').count()).toBe(1);
    await section.getByRole('button', { name: 'Hold', pressed: true }).click();
    await expect
      .poll(() => {
        server.send(pageUpdate({ turn: other }));
        return section.getByText('Turn 2 at').count();
      }, WAIT)
      .toBe(1);
  });

  test('shows the stock of a product and its holds', async () => {
    const stock = {
      sku: HOSTILE,
      onHand: 40,
      available: 30,
      held: 10,
      shipped: 5,
      locations: [{ location: 'Berlin', available: 30, held: 10, shipped: 5 }],
      holds: [{ id: 'order:1', quantity: 10, until: Date.now() + 3_600_000 }],
      omittedHolds: 9,
    };
    const { page } = await show({ stock: (sku) => (sku === HOSTILE ? stock : undefined) });
    const section = page.locator('#stock');
    await section.getByRole('textbox').fill('none');
    await section.getByRole('button', { name: 'Show' }).click();
    await section.getByText('There is no product none.').waitFor();
    await section.getByRole('textbox').fill(HOSTILE);
    await section.getByRole('textbox').press('Enter');
    await section.getByRole('row', { name: /Berlin 30 10 5/ }).waitFor();
    expect(await section.innerText()).toContain('9 more holds');
    expect(await section.getByRole('row', { name: /order:1/ }).innerText()).toMatch(/min|1 h/);
  });

  test('shows of a store what is known of it', async () => {
    const source = { kind: 'store', path: '/data/shop', refreshMs: 5000 } as const;
    const picture: WatchPicture = { ...PICTURE, source };
    const server = await serve({ picture });
    server.send(pageUpdate({ figures: null, turn: null, channels: [], dead: [], consumers: [] }));
    const { page } = await open(server.url);
    await page.getByText('This is a store at rest, which is read every 5 s').waitFor();
    const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
    expect(headings).toEqual([
      'Charts',
      'Longest in their state',
      'Stock and holds',
      'Follow an actor',
      'Delivery',
    ]);
    expect(await page.locator('#delivery .empty').allTextContents()).toEqual([
      'No channels for notifications.',
      'No dead letters.',
      'No consumers of facts.',
    ]);
  });

  test('shows what is longest in its state, of a chart and a state', async () => {
    const { page } = await show();
    const section = page.locator('#longest');
    const rows = section.getByRole('rowheader');
    expect(await rows.allTextContents()).toEqual(['order:4711', 'cart:ada', `order:${HOSTILE}`]);
    expect(await section.getByRole('row', { name: /4711/ }).innerText()).toMatch(
      /≥\s+at least\s+2 h 5 min/,
    );
    await section.getByRole('combobox', { name: 'Chart' }).selectOption('Orders');
    await section.getByRole('combobox', { name: 'State' }).selectOption('confirmed');
    await expect.poll(() => rows.allTextContents(), WAIT).toEqual([`order:${HOSTILE}`]);
    await section.getByRole('combobox', { name: 'State' }).selectOption('confirmed.packing');
    await section.getByText('No actor waits in such a state.').waitFor();
  });

  test('has the last values of each plot as text', async () => {
    const { page } = await show();
    const textOf = (title: string) =>
      page
        .locator('.plot', { has: page.getByRole('heading', { name: title }) })
        .locator('.legend')
        .innerText();
    expect(await textOf('Commands per second')).toMatch(/checkout 812\s+browse 2,411\s+release 97/);
    expect(await textOf('Latency of checkouts')).toMatch(/p50 3\.2 ms\s+p99 41 ms/);
    expect(await textOf('Commands that wait')).toMatch(/checkout 3\s+browse 4\s+release 0/);
    const refusals = await textOf('Refusals per second');
    expect(refusals).toContain('out-of-stock 7');
    expect(refusals).toContain(`${HOSTILE} 0.4`);
    expect(await page.locator('.plot canvas').count()).toBe(4);
  });

  test('shows the table of a chart that cannot be drawn, and draws the others', async () => {
    const [cart, order] = PICTURE.charts;
    if (cart === undefined || order === undefined) throw new Error('the charts are missing');
    const server = await serve({
      picture: { ...PICTURE, charts: [cart, { ...order, dot: 'digraph {' }] },
    });
    server.send(pageUpdate());
    const { page, errors } = await open(server.url);
    await page.getByText('The chart cannot be drawn').waitFor();
    expect(await rowOf(page, 'pending').locator('td').first().textContent()).toBe('1,234');
    await page.getByRole('tab', { name: /Carts/ }).click();
    await badge(page, 'open').waitFor();
    expect(errors).toEqual([]);
  });
});
