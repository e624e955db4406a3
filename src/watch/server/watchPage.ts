import { readFile } from 'node:fs/promises';
import { nanoid } from 'nanoid';

/** Where the page is beside this file, when both have been built. */
const PAGE = new URL('../page.html', import.meta.url);

/** Stands in the page where the nonce of a request is to be. */
const PLACEHOLDER = /__NONCE__/g;

let page: Promise<string> | undefined;

/** The answer with the live page. Only what is in the page itself may run, and it may ask only its own server. */
export async function watchPage(): Promise<Response> {
  page ??= readPage();
  const nonce = nanoid();
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      // Graphviz, which lays the charts out, is WebAssembly.
      `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
      `style-src 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return new Response((await page).replace(PLACEHOLDER, nonce), { headers });
}

async function readPage(): Promise<string> {
  try {
    return await readFile(PAGE, 'utf8');
  } catch (cause) {
    page = undefined;
    throw new Error(
      `the live page is not at ${PAGE}: a bundler has to leave the package statecart as it is, or copy dist/src/watch/page.html there`,
      { cause },
    );
  }
}
