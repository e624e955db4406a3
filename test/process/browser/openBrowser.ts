import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from './findChromium.ts';
import { isLocal } from './isLocal.ts';

/** Only against a browser that hangs. */
const TIMEOUT_MS = 120_000;

const ARGUMENTS = [
  '--headless',
  // Chromium refuses to run as root with its sandbox; it only loads pages of our own.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // What routes do not see, such as preconnections, finds no host either.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]',
];

export interface TestBrowser {
  /** Opens an empty page in a session of its own: no cookies, storage or cache of the others. */
  newPage(options?: BrowserContextOptions): Promise<TestPage>;
  /** Closes all pages; for after each test. */
  closePages(): Promise<void>;
  /** Closes all pages, and waits until the browser has ended. */
  close(): Promise<void>;
}

export interface TestPage {
  readonly page: Page;
  /** The addresses that the page wanted to load from other machines. All of these requests are aborted. */
  readonly strayRequests: readonly string[];
  /** Exceptions that no script caught, and errors in the console, such as a violated Content-Security-Policy. */
  readonly errors: readonly string[];
}

/**
 * Starts Chromium without a window. To be closed.
 *
 * @throws Error if there is none; ask {@link findChromium} before, and skip the tests.
 */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium in PATH or CHROMIUM_PATH');
  const browser = await chromium.launch({
    executablePath,
    args: ARGUMENTS,
    timeout: TIMEOUT_MS,
  });
  return {
    async newPage(options = {}) {
      // Requests of a service worker do not pass the routes.
      const context = await browser.newContext({ serviceWorkers: 'block', ...options });
      context.setDefaultTimeout(TIMEOUT_MS);
      const strayRequests: string[] = [];
      const errors: string[] = [];
      await context.route(
        (url) => !isLocal(url),
        (route) => {
          strayRequests.push(route.request().url());
          return route.abort();
        },
      );
      const page = await context.newPage();
      page.on('websocket', (socket) => {
        if (!isLocal(new URL(socket.url()))) strayRequests.push(socket.url());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      return { page, strayRequests, errors };
    },
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: () => browser.close(),
  };
}
