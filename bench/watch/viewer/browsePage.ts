import { chromium } from 'playwright-core';
import { readUpdates } from './readUpdates.ts';
import type { View } from './view.ts';

/** It only loads a page of our own. As root, Chromium refuses to run with its sandbox. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
];

/**
 * Opens the live page in a browser. Resolves when the actors of all charts have been counted: beside the page, for as long
 * as that takes, the updates are read here.
 *
 * @throws Error if there is no page.
 */
export async function browsePage(url: string, executablePath: string): Promise<View> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    const page = await browser.newPage();
    const updates = page.waitForResponse((response) => response.url().includes('/api/updates'));
    const response = await page.goto(url);
    if (response?.ok() !== true) {
      updates.catch(() => {});
      throw new Error(`expected the live page, got status ${response?.status() ?? 'none'}`);
    }
    await updates;
    const counted = await readUpdates(url);
    await counted.close();
  } catch (error) {
    await browser.close();
    throw error;
  }
  return { got: { messages: null, bytes: null }, close: () => browser.close() };
}
