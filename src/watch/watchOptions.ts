import * as check from '../base/check.ts';
import { LOOPBACK_HOSTS } from '../web/ownOrigin.ts';

/** How a live page is served by a handler. */
export interface WatchHandlerOptions {
  /**
   * What requests for data have to have as `Authorization: Bearer`: 16 to 1,000 letters, digits and `-._~+/=`. The page
   * asks for it, or finds it behind `#token=` in its address. When left out, only requests from this machine by its own
   * name are answered.
   */
  readonly token?: string | undefined;
  /** What the page calls the shop, 1 to 100 characters; `shop` when left out. */
  readonly name?: string | undefined;
  /** Where the handler is mounted, as requests have it: begins and ends with a slash; `/` when left out. */
  readonly basePath?: string | undefined;
}

/** How a live page is served on a port. */
export interface WatchOptions extends Omit<WatchHandlerOptions, 'basePath'> {
  /** 0 to 65,535; 7070 when left out. With 0, the system chooses one: see the `url`. */
  readonly port?: number | undefined;
  /** The address to listen on: `127.0.0.1` when left out. Any other than this machine's own names needs a token. */
  readonly host?: string | undefined;
}

export interface HandlerTerms {
  readonly token: string | undefined;
  readonly name: string;
  readonly basePath: string;
}

export interface ServerTerms extends HandlerTerms {
  readonly port: number;
  readonly host: string;
}

const DEFAULT_PORT = 7070;
const TOKEN_LENGTH = { min: 16, max: 1000 };

/** What `Authorization: Bearer` may have (RFC 6750, 2.1). */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** @throws ArgumentError that names the member, what was expected and what came. */
export function resolveHandlerOptions(given: WatchHandlerOptions): HandlerTerms {
  check.fields('options', given, ['token', 'name', 'basePath']);
  const { token, name = 'shop', basePath = '/' } = given;
  return {
    token: check.optional(token, checkToken),
    name: check.text('options.name', name, { min: 1, max: 100 }),
    basePath: checkPath(basePath),
  };
}

/** @throws ArgumentError that names the member, what was expected and what came. */
export function resolveServerOptions(given: WatchOptions): ServerTerms {
  check.fields('options', given, ['port', 'host', 'token', 'name']);
  const { port = DEFAULT_PORT, host = LOOPBACK_HOSTS[0], ...handler } = given;
  check.wholeNumber('options.port', port, { min: 0, max: 65_535 });
  check.text('options.host', host, { min: 1, max: 255 });
  const terms = resolveHandlerOptions(handler);
  const isLoopback = LOOPBACK_HOSTS.some((own) => own === host);
  if (!isLoopback && terms.token === undefined) {
    const expected = `${LOOPBACK_HOSTS.join(', ')}, or a token: everybody who reaches the page sees what users buy`;
    throw check.outOfRange('options.host', expected, host);
  }
  return { ...terms, port, host };
}

function checkToken(value: unknown): string {
  const token = check.text('options.token', value, TOKEN_LENGTH);
  if (TOKEN.test(token)) return token;
  const expected = 'letters, digits and -._~+/=';
  // The token itself does not belong in a message.
  throw check.outOfRange('options.token', expected, undefined, `${token.length} others`);
}

function checkPath(value: unknown): string {
  const path = check.text('options.basePath', value, { min: 1, max: 1000 });
  if (path.endsWith('/') && isPath(path)) return path;
  const expected = 'a path that begins and ends with a slash, as URLs have it';
  throw check.outOfRange('options.basePath', expected, path);
}

/** True for what is the path of a request: no other could ever be asked for. */
function isPath(path: string): boolean {
  const url = `http://localhost${path}`;
  return path.startsWith('/') && !path.startsWith('//') && new URL(url).pathname === path;
}
