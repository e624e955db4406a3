import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from './findChromium.ts';
import { horizontalOverflow } from './horizontalOverflow.ts';
import { isLocal } from './isLocal.ts';
import { openBrowser, type TestBrowser } from './openBrowser.ts';
import { seriousViolations } from './seriousViolations.ts';

const folder = mkdtempSync(join(tmpdir(), 'statecart-browser-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('Chromium', () => {
  const program = write('chromium', '');
  chmodSync(program, 0o755);

  test('is what CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: program, PATH: '/nowhere' })).toBe(program);
  });

  test('is else the first in PATH', () => {
    const PATH = `/nowhere:${folder}`;
    expect(findChromium({ PATH })).toBe(program);
    expect(findChromium({ PATH, CHROMIUM_PATH: '' })).toBe(program);
  });

  test('may be missing', () => {
    expect(findChromium({ PATH: '/nowhere' })).toBeUndefined();
    expect(findChromium({})).toBeUndefined();
  });

  test('is never missing without a word where CHROMIUM_PATH is wrong', () => {
    const CHROMIUM_PATH = join(folder, 'chrome');
    expect(() => findChromium({ CHROMIUM_PATH, PATH: folder })).toThrow(CHROMIUM_PATH);
  });
});

test.each([
  ['file:///tmp/report.html', true],
  ['data:text/plain,a', true],
  ['blob:null/1', true],
  ['http://127.0.0.1:8080/', true],
  ['http://localhost/', true],
  ['ws://[::1]:1/', true],
  ['https://example.com/', false],
  ['http://localhost.example.com/', false],
  ['wss://example.com/', false],
  ['file://server/share', false],
])('%s is local: %s', (url, expected) => {
  expect(isLocal(new URL(url))).toBe(expected);
});

describe.skipIf(findChromium() === undefined)('a page in Chromium', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => browser.closePages());
  afterAll(() => browser?.close());

  /** The page of an HTML text, at the width of a phone. */
  async function show(name: string, html: string) {
    const opened = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await opened.page.goto(pathToFileURL(write(name, html)).href);
    return opened;
  }

  const GOOD = `<!doctype html><html lang="en"><title>good</title><main><h1>Good</h1></main>`;

  test('that is sound has no violation, no overflow, no error and no request', async () => {
    const { page, strayRequests, errors } = await show('good.html', GOOD);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await horizontalOverflow(page)).toBe(0);
    expect({ strayRequests, errors }).toEqual({ strayRequests: [], errors: [] });
  });

  test('that is not, is found out', async () => {
    const html = `${GOOD}<img src="data:image/gif;base64,"><div style="width: 400px">wide</div>
      <p style="color: #ccc; background: #fff">pale</p><script>throw new Error('thrown')</script>`;
    const { page, errors } = await show('bad.html', html);
    expect(await seriousViolations(page)).toEqual([
      expect.stringMatching(/^color-contrast: /),
      expect.stringMatching(/^image-alt: /),
    ]);
    expect(await horizontalOverflow(page)).toBeGreaterThan(0);
    expect(errors).toContainEqual(expect.stringContaining('thrown'));
  });

  test('cannot load from other machines, and the addresses are recorded', async () => {
    const html = `${GOOD}<img alt="" src="https://example.com/a.png">
      <script>fetch('https://example.com/b').catch(() => {}); new WebSocket('wss://example.com/c');</script>`;
    const { strayRequests } = await show('stray.html', html);
    await expect
      .poll(() => strayRequests.toSorted(), { timeout: 60_000 })
      .toEqual(['https://example.com/a.png', 'https://example.com/b', 'wss://example.com/c']);
  });
});
