import * as check from '../../base/check.ts';
import { isPlainObject } from '../../base/isPlainObject.ts';
import { MAX_HEADER_LENGTH, MAX_HEADERS } from './limits.ts';
import { oneLine } from './oneLine.ts';

/** The characters of a name by RFC 5322, without a few that occur in no header. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/i;

/** Those that the channel or nodemailer makes, and those that would add recipients. */
const OWN =
  /^(?:from|sender|reply-to|to|cc|bcc|subject|date|message-id|auto-submitted|mime-version|content-.*|dkim-signature|received|return-path|resent-.*)$/i;

/**
 * Checks headers that the caller wants on each mail.
 *
 * @throws ArgumentError if one has line breaks, or is one that the channel makes itself.
 */
export function checkHeaders(name: string, value: unknown): Readonly<Record<string, string>> {
  if (!isPlainObject(value)) throw check.wrongType(name, 'a plain object', value);
  const headers = Object.entries(value);
  if (headers.length > MAX_HEADERS) {
    throw check.outOfRange(name, `at most ${MAX_HEADERS} headers`, value, `${headers.length}`);
  }
  for (const [header, text] of headers) {
    if (!NAME.test(header) || OWN.test(header)) {
      throw check.outOfRange(name, "names such as 'X-Campaign', none of the mail's own", header);
    }
    const content = check.text(`${name}.${header}`, text, { max: MAX_HEADER_LENGTH });
    if (oneLine(content) !== content) {
      throw check.outOfRange(`${name}.${header}`, 'one line', content);
    }
  }
  return { ...(value as Record<string, string>) };
}
