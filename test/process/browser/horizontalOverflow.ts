import type { Page } from 'playwright-core';

/** How many pixels the page is wider than its window: more than 0 when it has to be scrolled sideways. */
export function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth',
  );
}
