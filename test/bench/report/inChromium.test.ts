import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../process/browser/findChromium.ts';
import { horizontalOverflow } from '../../process/browser/horizontalOverflow.ts';
import { openBrowser, type TestBrowser, type TestPage } from '../../process/browser/openBrowser.ts';
import { seriousViolations } from '../../process/browser/seriousViolations.ts';
import { chartLabels, drawings, headingLevels, tableRegions } from './lookAtReport.ts';
import { recordedReport } from './recordedReport.ts';

const LEAST_LABEL_PIXELS = 11;

describe.skipIf(findChromium() === undefined)('the report in Chromium', () => {
  let url: string;
  let browser: TestBrowser;
  beforeAll(async () => {
    url = pathToFileURL(recordedReport()).href;
    browser = await openBrowser();
  });
  afterEach(() => browser.closePages());
  afterAll(() => browser?.close());

  async function show(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<TestPage> {
    const opened = await browser.newPage({ viewport: { width, height: 844 }, colorScheme });
    await opened.page.goto(url);
    return opened;
  }

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('has no serious violation at %i px, %s, and loads nothing', async (width, scheme) => {
    const { page, strayRequests, errors } = await show(width, scheme);
    expect(await seriousViolations(page)).toEqual([]);
    // All tables of points are looked at, too.
    await page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true');
    expect(await seriousViolations(page)).toEqual([]);
    expect(await horizontalOverflow(page)).toBe(0);
    expect({ strayRequests, errors }).toEqual({ strayRequests: [], errors: [] });
  });

  test.each([320, 360, 390, 600, 767, 768, 1024, 1280])('fits a page of %i px', async (width) => {
    const { page } = await show(width);
    expect(await horizontalOverflow(page)).toBe(0);
    const isNarrow = width < 768;
    const shown = await drawings(page);
    expect(shown.length).toBeGreaterThanOrEqual(12);
    for (const each of shown) expect(each).toEqual({ wide: !isNarrow, narrow: isNarrow });
    const labels = await chartLabels(page);
    expect(labels.filter(({ isInside }) => !isInside)).toEqual([]);
    const small = labels.filter(({ pixels }) => pixels < LEAST_LABEL_PIXELS);
    expect(labels.length).toBeGreaterThan(100);
    if (width >= 360) expect(small).toEqual([]);
  });

  test.each([390, 1280])('names each chart, with its conditions, at %i px', async (width) => {
    const { page } = await show(width);
    const charts = page.getByRole('img');
    const count = await charts.count();
    expect(count).toBe((await drawings(page)).length);
    const names = await Promise.all(
      (await charts.all()).map((chart) => chart.getAttribute('aria-label')),
    );
    expect(new Set(names).size).toBe(count);
    for (const name of names) {
      expect(name).toMatch(/(in memory|on disk|in LMDB).*, \d+ cores, [\w ]+ \d{4}\. /);
    }
  });

  test.each([390, 1280])(
    'says of a table that it scrolls where it does, at %i px',
    async (width) => {
      const { page } = await show(width);
      const regions = await tableRegions(page);
      for (const region of regions) expect(region).toMatchObject({ hasHint: region.scrolls });
      // On a phone most of them scroll, on a wide page most do not.
      const scrolling = regions.filter(({ scrolls }) => scrolls).length;
      expect(scrolling > regions.length / 2).toBe(width < 768);
      expect(new Set(regions.map(({ name }) => name)).size).toBe(regions.length);
      for (const { name } of regions) {
        await expect.soft(page.getByRole('region', { name, exact: true }).count()).resolves.toBe(1);
      }
    },
  );

  test('scrolls a table with the keyboard, under the names of its rows', async () => {
    const { page } = await show(390);
    const region = page.locator('.scroller').first();
    await region.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    const scrolled = () => region.evaluate<number, { scrollLeft: number }>((it) => it.scrollLeft);
    await expect.poll(scrolled, { timeout: 60_000 }).toBeGreaterThan(0);
    const [box, names] = await Promise.all([
      region.boundingBox(),
      region.locator('tbody th').first().boundingBox(),
    ]);
    expect(names?.x).toBe(box?.x);
  });

  test('can be skipped to the results, and has its headings in order', async () => {
    const { page } = await show(390);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('main:focus').count(), { timeout: 60_000 }).toBe(1);
    const levels = await headingLevels(page);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    const jumps = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
    expect(jumps).toEqual([]);
  });

  test('is printed dark on white, with the wide drawings and all columns', async () => {
    // A page of paper with margins, in pixels of a style sheet.
    const { page } = await show(680, 'dark');
    await page.emulateMedia({ media: 'print' });
    for (const each of await drawings(page)) expect(each).toEqual({ wide: true, narrow: false });
    const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(paper).toBe('rgb(255, 255, 255)');
    expect(await horizontalOverflow(page)).toBe(0);
    for (const region of await tableRegions(page)) expect(region.scrolls).toBe(false);
    // What a reader of the page can open is printed: where each part was measured.
    expect(await page.locator('details li').first().isVisible()).toBe(true);
    expect(await page.locator('.points').first().isVisible()).toBe(false);
  });
});
