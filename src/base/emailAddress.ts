import { domainToASCII } from 'node:url';
import { MAX_ADDRESS_LENGTH, MAX_LOCAL_PART_LENGTH } from './limits.ts';

/**
 * What is before the `@`: words with dots between them, in any script. No spaces, no control characters, and nothing
 * that has a meaning in a header. A quoted word is valid by RFC 5321, but mail servers do not give such addresses away.
 */
const LOCAL_PART = /^[^\s\p{C}\p{Z}.,:;"()<>@[\]\\]+(?:\.[^\s\p{C}\p{Z}.,:;"()<>@[\]\\]+)*$/u;

/** What is after it, in any script. */
const DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u;
const ASCII_DOMAIN =
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** True for exactly one address without a name, such as `ada@example.com`. */
export function isEmailAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_ADDRESS_LENGTH) return false;
  const [localPart = '', domain = '', ...others] = value.split('@');
  return (
    others.length === 0 &&
    LOCAL_PART.test(localPart) &&
    Buffer.byteLength(localPart) <= MAX_LOCAL_PART_LENGTH &&
    DOMAIN.test(domain) &&
    ASCII_DOMAIN.test(domainToASCII(domain))
  );
}

/** The domain of a valid address, with letters of other scripts as Punycode. */
export function domainOf(address: string): string {
  return domainToASCII(address.slice(address.indexOf('@') + 1));
}
