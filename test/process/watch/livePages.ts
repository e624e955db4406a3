import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openBrowser, type TestBrowser, type TestPage } from '../browser/openBrowser.ts';
import { PICTURE, pageUpdate } from './pagePicture.ts';
import { type PageServer, type PageServerOptions, servePage } from './pageServer.ts';

/** Only against a page that hangs. */
export const WAIT = { timeout: 60_000 };

export interface OpenedPage extends TestPage {
  readonly server: PageServer;
}

/** Opens the live page in a browser that all tests of a `describe` share; what is opened is closed after each test. */
export function livePages() {
  let browser: TestBrowser | undefined;
  const servers: PageServer[] = [];
  const opened: Page[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.context().close();
    for (const server of servers.splice(0)) await server.close();
  });

  async function serve(options: Partial<PageServerOptions> = {}): Promise<PageServer> {
    const server = await servePage({ picture: PICTURE, ...options });
    servers.push(server);
    return server;
  }

  async function open(
    url: string,
    options: Parameters<TestBrowser['newPage']>[0] = {},
  ): Promise<TestPage> {
    const viewport = { width: 1280, height: 900 };
    const testPage = await (browser as TestBrowser).newPage({
      viewport,
      reducedMotion: 'reduce',
      ...options,
    });
    opened.push(testPage.page);
    await testPage.page.goto(url);
    return testPage;
  }

  /** The page with its first update, when the chart of orders is drawn. */
  async function show(
    options: Partial<PageServerOptions> = {},
    query = '',
    update = pageUpdate(),
  ): Promise<OpenedPage> {
    const server = await serve(options);
    server.send(update);
    const shown = await open(server.url + query);
    await shown.page.locator('.badge').first().waitFor();
    return { server, ...shown };
  }

  return { serve, open, show };
}

/** The number of actors at a state in the drawing. */
export function badge(page: Page, path: string): Locator {
  return page.locator('.badge').and(page.locator(`[data-path=${JSON.stringify(path)}]`));
}

/** The row of a state in the table beside the drawing. */
export function rowOf(page: Page, name: string): Locator {
  return page.locator('.states tr', { has: page.getByRole('button', { name, exact: true }) });
}
