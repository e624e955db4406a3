import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from '../src/terminal/output.ts';
import { readFlags } from '../src/terminal/readFlags.ts';
import { runCommand } from '../src/terminal/runCommand.ts';
import { openBrowser } from '../test/process/browser/openBrowser.ts';
import { openSellingShop } from './screenshots/sellingShop.ts';

const HELP = `Usage: npm run screenshots

Takes the pictures of the live page at work that docs/ and README.md show, in Chromium: that of the
environment variable CHROMIUM_PATH, else the first in PATH.

  --help   print this and do nothing
`;

/** From dist/tools, where this file is when it runs. */
const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** How long the shop sells before the pictures are taken. */
const SALE_MS = 40_000;

const PICTURES = [
  { name: 'live-page', width: 1280, height: 860, colorScheme: 'light' },
  { name: 'live-page-dark', width: 1280, height: 860, colorScheme: 'dark' },
  { name: 'live-page-phone', width: 390, height: 844, colorScheme: 'light' },
] as const;

await runCommand({
  name: 'screenshots',
  help: HELP,
  readArguments: (argv) => readFlags(argv, {}),
  run: takePictures,
});

async function takePictures(): Promise<0> {
  mkdirSync(FOLDER, { recursive: true });
  const { shop, orderId, stop } = await openSellingShop();
  const server = await shop.watch({ port: 0 });
  const browser = await openBrowser();
  try {
    print('the shop sells for a while\n');
    const pages = [];
    for (const { width, height, colorScheme } of PICTURES) {
      const { page } = await browser.newPage({ viewport: { width, height }, colorScheme });
      await page.goto(`${server.url}/?follow=${orderId() ?? ''}`);
      pages.push(page);
    }
    await new Promise((resolve) => setTimeout(resolve, SALE_MS));
    for (const [index, { name }] of PICTURES.entries()) {
      const path = join(FOLDER, `${name}.png`);
      await pages[index]?.screenshot({ path });
      print(`${path}\n`);
    }
  } finally {
    await browser.close();
    await stop();
  }
  return 0;
}
