import { print } from '../terminal/output.ts';
import { asksForHelp, readFlags } from '../terminal/readFlags.ts';
import { readInteger } from '../terminal/readNumber.ts';
import { untilSignal } from '../terminal/untilSignal.ts';
import { UsageError } from '../terminal/usageError.ts';
import { SERVER_BOUNDS } from '../watch/limits.ts';
import { SourceHandler } from '../watch/server/watchHandler.ts';
import { type FetchHandler, serveHandler } from '../web/serveHandler.ts';
import { readCharts } from './check/readCharts.ts';
import type { Command } from './command.ts';
import { RemoteHandler } from './watch/remoteHandler.ts';

const HELP = `Usage: statecart watch PATH|URL [options]

Serves a page on this machine that shows a shop, until Ctrl+C ends it. Changes nothing.

  PATH   the store of a shop, which may have it open: carts and orders by state, those that have been
         longest in one, stock and holds, read again every few seconds
  URL    a shop that serves its live page with shop.watch(): all that this page shows. The token of
         that server is read from the environment: STATECART_WATCH_TOKEN

  --port PORT       the port of the page (7070 by default); 0 lets the system choose
  --machines FILE   with PATH: the charts of the shop, a JavaScript module as for statecart check
  --help            print this and do nothing
`;

const OPTIONS = { port: { type: 'string' }, machines: { type: 'string' } } as const;
const DEFAULT_PORT = 7070;
const HOST = '127.0.0.1';

export const watchCommand: Command = {
  help: HELP,
  async run(argv) {
    if (asksForHelp(argv)) {
      print(HELP);
      return 0;
    }
    const { values, positionals } = readFlags(argv, OPTIONS, { allowPositionals: true });
    const [target = '', ...more] = positionals;
    if (target === '') throw new UsageError('expected the path of a store, or a URL, got nothing');
    if (more.length > 0) {
      const given = positionals.map((given) => JSON.stringify(given)).join(' ');
      throw new UsageError(`expected one path or URL, got ${given}`);
    }
    const port =
      values.port === undefined
        ? DEFAULT_PORT
        : readInteger('--port', values.port, { min: 0, max: 65_535 });
    const handler = await handlerOf(target, values.machines);
    const server = await serveHandler(handler, { ...SERVER_BOUNDS, host: HOST, port });
    print(`${target}: open ${server.url} in a browser; Ctrl+C ends this\n`);
    await untilSignal();
    await server.close();
    return 0;
  },
};

async function handlerOf(target: string, machines: string | undefined): Promise<FetchHandler> {
  if (/^https?:\/\//.test(target)) {
    if (machines !== undefined) throw new UsageError('--machines: expected a path, got a URL');
    return await RemoteHandler.open({ url: readUrl(target), token: readToken() });
  }
  // It takes much of the shop, which no other command needs.
  const { StoreSource } = await import('./watch/storeSource.ts');
  const source = await StoreSource.open({ path: target, charts: await readCharts(machines) });
  return new SourceHandler({ source, token: undefined, basePath: '/' });
}

/** @returns the address with a slash at the end. */
function readUrl(text: string): string {
  if (!URL.canParse(text)) throw new UsageError(`expected a URL, got ${JSON.stringify(text)}`);
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.endsWith('/') ? pathname : `${pathname}/`}`;
}

function readToken(): string | undefined {
  const { STATECART_WATCH_TOKEN: token } = process.env;
  return token === undefined || token === '' ? undefined : token;
}
