import * as check from '../../base/check.ts';
import { isPlainObject } from '../../base/isPlainObject.ts';

/** A token of RFC 9110. */
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** Printable ASCII, without spaces at its ends. */
const VALUE = /^[!-~]([ -~]*[!-~])?$/;
const MAX_VALUE_LENGTH = 4096;
const MAX_HEADERS = 50;

/** Headers that the channel or HTTP itself sets. */
const RESERVED =
  /^(connection|content-(length|type|encoding)|date|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*|webhook-.*)$/;

/**
 * Headers that each request gets besides those of the channel.
 *
 * @returns them with names in lower case.
 * @throws ArgumentError if a name or a value is none of HTTP, or the name is one that the channel sets.
 */
export function checkCustomHeaders(name: string, value: unknown): Record<string, string> {
  if (!isPlainObject(value))
    throw check.wrongType(name, 'a plain object', undefined, 'another value');
  const given = Object.entries(value);
  if (given.length > MAX_HEADERS) {
    throw check.outOfRange(name, `at most ${MAX_HEADERS} headers`, undefined, `${given.length}`);
  }
  const headers: [name: string, value: string][] = [];
  for (const [key, text] of given) {
    const header = key.toLowerCase();
    if (!NAME.test(header)) throw check.outOfRange(name, 'names of HTTP headers', key);
    if (RESERVED.test(header)) {
      throw check.outOfRange(name, 'no headers that the channel sets itself', key);
    }
    if (headers.some(([other]) => other === header)) {
      throw check.outOfRange(name, 'each header once', key);
    }
    headers.push([header, checkValue(`${name}.${header}`, text)]);
  }
  return Object.fromEntries(headers);
}

/** Its errors do not show the value, which may be a secret. */
function checkValue(name: string, value: unknown): string {
  const expected = 'printable ASCII without spaces at its ends';
  if (typeof value !== 'string') throw check.wrongType(name, expected, undefined, typeof value);
  if (value.length <= MAX_VALUE_LENGTH && VALUE.test(value)) return value;
  throw check.outOfRange(name, expected, undefined, `another ${value.length} characters`);
}
