import { readFile } from 'node:fs/promises';
import { nanoid } from 'nanoid';
import { livePageFile } from './livePageFile.ts';

/** Stands in the page where the nonce of a request is to be. */
const PLACEHOLDER = '__NONCE__';

const encoder = new TextEncoder();

/** What is between the nonces. All answers share it: the page has some megabytes. */
let page: Promise<readonly Uint8Array[]> | undefined;

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
  return new Response(joined(await page, encoder.encode(nonce)), { headers });
}

function joined(parts: readonly Uint8Array[], nonce: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const [index, part] of parts.entries()) {
        if (index > 0) controller.enqueue(nonce);
        controller.enqueue(part);
      }
      controller.close();
    },
  });
}

async function readPage(): Promise<readonly Uint8Array[]> {
  let file: URL | undefined;
  try {
    file = livePageFile();
    const text = await readFile(file, 'utf8');
    return text.split(PLACEHOLDER).map((part) => encoder.encode(part));
  } catch (cause) {
    page = undefined;
    throw new Error(
      `the live page is not at ${file ?? 'a place that is known'}: a bundler has to leave the package statecart as it is, or copy dist/src/watch/page.html there`,
      { cause },
    );
  }
}
