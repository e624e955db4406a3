import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import type { Preferences } from '../schema/preferences.ts';

/** What preferences may name. */
export interface PreferenceTerms {
  /** The names of the channels to people. */
  readonly channelNames: readonly string[];
  /** The types of the facts that become messages to users. */
  readonly userTypes: readonly string[];
}

/**
 * Checks preferences of a user.
 *
 * @returns a copy.
 * @throws ArgumentError that names the member: a misspelt name would leave a user with messages.
 */
export function checkPreferences(
  given: Preferences,
  { channelNames, userTypes }: PreferenceTerms,
): Preferences {
  if (!isPlainObject(given)) throw check.wrongType('preferences', 'a plain object', given);
  if (channelNames.length === 0 && Object.keys(given).length > 0) {
    throw check.outOfRange('preferences', 'none: the shop has no channels to people', given);
  }
  check.fields('preferences', given, channelNames as readonly never[]);
  const preferences: Record<string, boolean | readonly string[]> = {};
  for (const [channel, wanted] of Object.entries(given)) {
    if (wanted === undefined) continue;
    preferences[channel] = checkWanted(`preferences.${channel}`, wanted, userTypes);
  }
  return preferences;
}

function checkWanted(
  name: string,
  wanted: unknown,
  userTypes: readonly string[],
): boolean | readonly string[] {
  if (typeof wanted === 'boolean') return wanted;
  if (!Array.isArray(wanted)) {
    throw check.wrongType(name, 'true, false, or an array of types of facts', wanted);
  }
  // Not by `map`, which leaves out the holes of a list.
  return [...new Set(Array.from(wanted, (type) => check.oneOf(name, type, userTypes)))];
}
