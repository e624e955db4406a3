import { randomBytes } from 'node:crypto';
import { createShop, type Shop, type ShopOptions, warmUp } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { print } from '../../src/terminal/output.ts';
import { type Flags, readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger } from '../../src/terminal/readNumber.ts';
import { readPath } from '../../src/terminal/readPath.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { untilSignal } from '../../src/terminal/untilSignal.ts';
import { createService } from './createService.ts';
import { DEFAULT_PORT, DRAIN_MS, PORT_RANGE, RESUME_MS, STREAM_LIMITS } from './limits.ts';

const HELP = `Usage: npm run flash-sale -- [--port N] [--data DIR]

A flash sale as an HTTP service: customers search, fill a cart, check out, see and cancel their
orders, and get what happens to them as server-sent events. Serves http://127.0.0.1:PORT until it
gets SIGINT (Ctrl+C) or SIGTERM: it then finishes the requests that it has, and closes the shop.

  --port N    the port; 0 for any that is free (${DEFAULT_PORT})
  --data DIR  keeps the shop in this folder; in memory when left out
  --help      print this and do nothing

The environment variable ADMIN_TOKEN is what the routes below /admin expect as a bearer token. When
left out, one is made and printed.

Exit code: 0, or 1 if the port or the folder cannot be used, or 2 if an argument is wrong.
`;

const OPTIONS = {
  port: { type: 'string' },
  data: { type: 'string' },
} as const satisfies Flags;

interface FlashSaleArguments {
  readonly port: number;
  /** Undefined for a shop in memory. */
  readonly data: string | undefined;
}

/** The command `npm run flash-sale`; its help says what it does. */
export const flashSaleCommand: Command<FlashSaleArguments> = {
  name: 'flash-sale',
  help: HELP,
  readArguments(argv) {
    const { port, data } = readFlags(argv, OPTIONS).values;
    return {
      port: port === undefined ? DEFAULT_PORT : readInteger('--port', port, PORT_RANGE),
      data: data === undefined ? undefined : readPath('--data', data, 'folder'),
    };
  },
  async run({ port, data }) {
    const { ADMIN_TOKEN: adminToken = randomBytes(16).toString('hex') } = process.env;
    const shop = await openShop(data);
    const service = createService({ shop, adminToken, streamLimits: STREAM_LIMITS });
    try {
      if (shop.products.get('console') === undefined) await addProducts(shop);
      print(`${await service.listen({ port, host: '127.0.0.1' })}\n`);
      if (process.env.ADMIN_TOKEN === undefined) print(`admin token: ${adminToken}\n`);
      await untilSignal();
    } finally {
      // Before the shop: requests that are running still need it.
      const drained = setTimeout(() => service.server.closeAllConnections(), DRAIN_MS);
      await service.close();
      clearTimeout(drained);
      await shop.close();
    }
    return 0;
  },
};

async function openShop(data: string | undefined): Promise<Shop> {
  const options = data === undefined ? { factRetentionMs: RESUME_MS } : await storeIn(data);
  await warmUp(options);
  return createShop(options);
}

/** A store keeps facts by itself. It is loaded here, so that a shop in memory does not need the package lmdb. */
async function storeIn(path: string): Promise<ShopOptions> {
  const { diskStore } = await import('../../src/disk.ts');
  return { store: await diskStore({ path }) };
}

/** Something to buy at the first start. */
async function addProducts({ products }: Shop): Promise<void> {
  const category = 'games';
  expectOk(
    await products.add({
      ...{ sku: 'console', name: 'Console', category, priceMinor: 49_900, stock: 20 },
      maxPerUser: 2,
    }),
  );
  expectOk(
    await products.add({ sku: 'pad', name: 'Game pad', category, priceMinor: 5900, stock: 500 }),
  );
}
