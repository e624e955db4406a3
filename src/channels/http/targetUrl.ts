import { isIP } from 'node:net';
import * as check from '../../base/check.ts';
import { MAX_URL_LENGTH } from './limits.ts';
import { isPrivateAddress } from './privateAddress.ts';

/** What URLs requests may be sent to. */
export interface TargetRules {
  /** True when hosts of this machine and of networks that are not public are allowed. */
  readonly allowPrivate: boolean;
  /** True when `http:` is refused, since what is sent is secret. */
  readonly httpsOnly?: boolean;
}

/** What is wrong with a URL. Neither member quotes its path, which may be a secret. */
export interface TargetFault {
  readonly expected: string;
  readonly got: string;
}

/** Names that belong to this machine or to its own network. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal)$/;

/**
 * The URL that requests are sent to.
 *
 * @throws ArgumentError if it is not a URL with `http:` or `https:`, has credentials, or names a host that is not
 * public. Host names are resolved when a connection is made only: see `publicLookup`.
 */
export function checkTargetUrl(name: string, value: unknown, rules: TargetRules): URL {
  const text = check.text(name, value, { max: MAX_URL_LENGTH });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = targetFault(url, rules);
  if (fault !== undefined) throw check.outOfRange(name, fault.expected, fault.got, fault.got);
  return url as URL;
}

/** What keeps requests from being sent to a URL; undefined if nothing does. */
export function targetFault(url: URL | undefined, rules: TargetRules): TargetFault | undefined {
  const protocols = rules.httpsOnly ? ['https:'] : ['https:', 'http:'];
  const expected = `a URL with ${protocols.join(' or ')}`;
  if (url === undefined) return { expected, got: 'a text that is no URL' };
  if (!protocols.includes(url.protocol)) return { expected, got: url.protocol };
  if (url.username !== '' || url.password !== '') {
    return { expected: 'a URL without credentials', got: 'one with a user name or a password' };
  }
  if (rules.allowPrivate || !isPrivateHost(url.hostname)) return undefined;
  return { expected: 'the URL of a public host, or allowPrivate: true', got: url.host };
}

/** @param hostname that of a parsed URL, which has made addresses of all spellings of one. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) === 0 ? PRIVATE_NAME.test(host) : isPrivateAddress(host);
}
