import { isEmailAddress } from '../../base/emailAddress.ts';
import { oneLine } from './oneLine.ts';

/** An address, and the name that a mail program shows for it; empty without one. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const NAME_AND_ADDRESS = /^([^<>]*)<([^<>]+)>$/;

/**
 * Reads `orders@example.com`, `Shop <orders@example.com>` and `"Shop, Inc." <orders@example.com>`.
 *
 * @returns undefined for anything else.
 */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, given = '', address = text] = NAME_AND_ADDRESS.exec(text) ?? [];
  if (!isEmailAddress(address) || oneLine(text) !== text) return undefined;
  const name = given.trim();
  const isQuoted = name.length > 1 && name.startsWith('"') && name.endsWith('"');
  return { name: isQuoted ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name, address };
}
