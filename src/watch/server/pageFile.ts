/** Where the live page is beside this file, when both have been built. */
export const PAGE_FILE = new URL('../page.html', import.meta.url);
