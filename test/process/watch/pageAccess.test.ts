import { describe, expect, test } from 'vitest';
import { findChromium } from '../browser/findChromium.ts';
import { horizontalOverflow } from '../browser/horizontalOverflow.ts';
import { seriousViolations } from '../browser/seriousViolations.ts';
import { livePages, rowOf } from './livePages.ts';
import {
  FIGURES,
  HOSTILE,
  HOSTILE_STATE,
  orderUpdate,
  PICTURE,
  pageUpdate,
} from './pagePicture.ts';

describe.skipIf(findChromium() === undefined)('the live page for everybody', () => {
  const { serve, open, show } = livePages();

  test('takes all texts for texts', async () => {
    const { page, errors } = await show({}, '');
    expect(await page.getByText(HOSTILE, { exact: true }).count()).toBeGreaterThan(5);
    expect(await rowOf(page, HOSTILE_STATE).count()).toBe(1);
    expect(await page.locator('img, script:not([nonce]), [onerror], [onload]').count()).toBe(0);
    expect(await page.locator('svg a, svg [style], svg image').count()).toBe(0);
    expect(await page.locator('[href^="javascript:"]').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    expect(errors).toEqual([]);
  });

  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`is for everybody at ${width} px, ${colorScheme}`, async () => {
        const stock = {
          ...{ sku: 'mug', onHand: 4, available: 3, held: 1, shipped: 0, omittedHolds: 0 },
          locations: [{ location: 'Berlin', available: 3, held: 1, shipped: 0 }],
          holds: [{ id: 'cart:ada', quantity: 1, until: null }],
        };
        const server = await serve({ stock: () => stock });
        server.send(
          pageUpdate({
            followed: {
              ...{ id: 'order:1', chart: 'order', state: 'pending', since: Date.now() },
              ...{ isAtLeast: true, context: '{}', isCut: false },
              path: [{ at: Date.now(), type: 'order.placed', from: null, to: 'pending' }],
            },
          }),
        );
        const viewport = { width, height: 844 };
        const { page, errors } = await open(`${server.url}?follow=order:1`, {
          viewport,
          colorScheme,
        });
        await page.locator('.badge').first().waitFor();
        await rowOf(page, 'pending').getByRole('button').click();
        await page.locator('#stock').getByRole('textbox').fill('mug');
        await page.locator('#stock').getByRole('button', { name: 'Show' }).click();
        await page.locator('#stock').getByText('Berlin').waitFor();
        expect(await seriousViolations(page)).toEqual([]);
        expect(await horizontalOverflow(page)).toBe(0);
        expect(errors).toEqual([]);
      });
    }
  }

  test('is reached by the keyboard in all its controls', async () => {
    const { page } = await show();
    const wanted = await page.evaluate<number>(`
      document.querySelectorAll('a, button:not(:disabled):not([tabindex="-1"]), input, select:not(:disabled), svg [role=button]').length
    `);
    await page.evaluate('document.activeElement.blur()');
    const reached = new Set<string>();
    for (let index = 0; index < wanted * 3; index++) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate<string | null>(`
        (() => {
          const { activeElement } = document;
          if (!activeElement.matches('a, button, input, select, svg [role=button]')) return null;
          activeElement.reached ??= String(Math.random());
          return activeElement.reached;
        })()
      `);
      if (name !== null) reached.add(name);
    }
    expect(reached.size).toBe(wanted);
  });

  test('requests nothing but its own server', async () => {
    const { page, server } = await show();
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.reload();
    await page.locator('.badge').first().waitFor();
    // The icon is in the page.
    const others = requested.filter((url) => !url.startsWith('data:'));
    expect(others).toEqual(['', 'api/picture', 'api/updates'].map((path) => server.url + path));
  });

  test('has room for texts of any length on a phone', async () => {
    const long = 'x'.repeat(400);
    const [channel] = pageUpdate().channels;
    const [dead] = pageUpdate().dead;
    const at = Date.now();
    const update = pageUpdate({
      charts: [
        orderUpdate({
          states: { [HOSTILE_STATE]: { now: 123_456_789, medianMs: 9e9, p99Ms: 9e11 } },
          longest: [{ id: `order:${long}`, state: long, since: 0, isAtLeast: true }],
        }),
      ],
      figures: {
        ...FIGURES,
        refusals: [{ code: long, count: 1, perSecond: 1e9 }],
        health: { ...FIGURES.health, state: long, reasons: [long, long] },
      },
      channels: channel === undefined ? [] : [{ ...channel, channel: long, state: long }],
      dead: dead === undefined ? [] : [{ ...dead, messageId: long, reason: long, type: long }],
      consumers: [{ name: long, position: 1e15, lag: 1e15 }],
      problem: long,
      turn: {
        number: 1,
        at,
        messages: [{ from: long, to: `order:${long}`, type: long }],
        omitted: 1,
      },
      followed: {
        ...{ id: long, chart: 'order', state: long, since: at, isAtLeast: false, context: long },
        path: [{ at, type: long, from: long, to: `${long}.` }],
        isCut: true,
      },
    });
    const source = { kind: 'shop', name: long } as const;
    const server = await serve({ picture: { ...PICTURE, source } });
    server.send(update);
    const viewport = { width: 390, height: 844 };
    const { page } = await open(`${server.url}?follow=${long}`, { viewport });
    await page.locator('.badge').first().waitFor();
    expect(await horizontalOverflow(page)).toBe(0);
  });
});
