import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import * as check from '../../base/check.ts';

/** Where mails are handed in, and how. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** True when the connection starts with TLS; otherwise STARTTLS is used if the server has it. */
  readonly isSecure: boolean;
  /** True when nothing is sent without TLS. */
  readonly requiresTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

const EXPECTED =
  "a URL such as 'smtps://user:password@smtp.example.com' or 'smtp://localhost:2525'";
const DEFAULT_PORTS = new Map([
  ['smtp:', 587],
  ['smtps:', 465],
]);
const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1)$/i;

/**
 * Reads the URL of a server. Neither the message nor a member of the error has the URL: it may contain a password.
 *
 * @param requireTls when left out, TLS is required if there is a password and the host is another machine.
 * @throws ArgumentError if the URL has another form, a path or a query, or a user without a password.
 */
export function parseSmtpUrl(name: string, url: unknown, requireTls?: boolean): SmtpServer {
  if (typeof url !== 'string') throw check.wrongType(name, EXPECTED, undefined, `a ${typeof url}`);
  const found = readUrl(url);
  if (found === undefined) {
    const shown = 'another text, which is not shown since it may have a password';
    throw check.outOfRange(name, EXPECTED, undefined, shown);
  }
  const requiresTls = found.auth !== undefined && !LOOPBACK.test(found.host);
  return { ...found, requiresTls: requireTls ?? requiresTls };
}

function readUrl(text: string): Omit<SmtpServer, 'requiresTls'> | undefined {
  try {
    const url = new URL(text);
    const defaultPort = DEFAULT_PORTS.get(url.protocol);
    const host = hostOf(url);
    const hasMore = !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '';
    if (defaultPort === undefined || host === undefined || hasMore || url.port === '0') {
      return undefined;
    }
    const port = url.port === '' ? defaultPort : Number(url.port);
    const server = { host, port, isSecure: url.protocol === 'smtps:' };
    if (url.username === '' && url.password === '') return server;
    if (url.username === '' || url.password === '') return undefined;
    const user = decodeURIComponent(url.username);
    return { ...server, auth: { user, pass: decodeURIComponent(url.password) } };
  } catch {
    // No URL, or one with a percent sign that does not encode a character.
    return undefined;
  }
}

/** URLs of other protocols than HTTP keep their host as it is written. */
function hostOf(url: URL): string | undefined {
  const bare = decodeURIComponent(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  if (isIP(bare) !== 0) return bare;
  const host = domainToASCII(bare);
  return HOST_NAME.test(host) && !/[/?#\\@:]/.test(bare) ? host : undefined;
}
