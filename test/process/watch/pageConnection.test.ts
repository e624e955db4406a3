import { describe, expect, test } from 'vitest';
import { findChromium } from '../browser/findChromium.ts';
import { seriousViolations } from '../browser/seriousViolations.ts';
import { badge, livePages, WAIT } from './livePages.ts';
import { FIGURES, orderUpdate, PICTURE, pageUpdate } from './pagePicture.ts';

describe.skipIf(findChromium() === undefined)('the connection of the live page', () => {
  const { serve, open, show } = livePages();

  test('connects again after a restart of the server, and says so', async () => {
    const { page, server } = await show();
    const status = page.locator('p[role=status].hidden');
    await page.getByText('Connected', { exact: true }).waitFor();
    await server.close();
    await expect.poll(() => status.textContent(), WAIT).toBe('Connection lost. Reconnecting.');
    await page
      .locator('header')
      .getByText(/^Reconnecting/)
      .waitFor();
    const source = { kind: 'shop', name: 'the second shop' } as const;
    const second = await serve({ port: server.port, picture: { ...PICTURE, source } });
    second.send(pageUpdate());
    await page.locator('header').getByText('the second shop').waitFor();
    await expect.poll(() => status.textContent(), WAIT).toMatch(/^Connected again/);
    await badge(page, 'pending').waitFor();
  });

  test('says that the shop has stopped', async () => {
    const { page, server } = await show();
    server.send(pageUpdate({ problem: 'the shop has stopped' }));
    await page.getByRole('alert').getByText('the shop has stopped').waitFor();
  });

  test('asks for a token, and keeps it out of the address', async () => {
    const server = await serve({ token: 'right+token' });
    server.send(pageUpdate());
    const { page, errors } = await open(`${server.url}?follow=order:1#token=wrong`);
    await page.getByLabel('Token', { exact: true }).fill('right+token');
    expect(page.url()).toBe(`${server.url}?follow=order:1`);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.locator('.badge').first().waitFor();
    expect(server.follows).toEqual(['order:1']);
    await page.reload();
    await page.locator('.badge').first().waitFor();
    // Chromium reports each answer with the status 401.
    expect(errors.filter((error) => !error.includes('401'))).toEqual([]);
    const other = await open(`${server.url}#token=right%2Btoken`);
    await other.page.locator('.badge').first().waitFor();
    expect(other.page.url()).toBe(server.url);
  });

  test('stays as large as it is over many updates', async () => {
    const { page, server, errors } = await show();
    const elements = () => page.evaluate<number>('document.querySelectorAll("*").length');
    const before = await elements();
    for (let index = 1; index <= 2000; index++) {
      const taken = { 'transition-confirm': { count: 10 + index, perSecond: 12 } };
      const health = { ...FIGURES.health, since: Date.now() };
      const figures = { ...FIGURES, timers: index, health };
      server.send(pageUpdate({ figures, charts: [orderUpdate({ transitions: taken })] }));
    }
    await page.getByText('2,000 timers').waitFor();
    expect(await elements()).toBeLessThan(before + 20);
    expect(errors).toEqual([]);
  });
});
