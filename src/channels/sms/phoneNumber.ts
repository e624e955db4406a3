/** Characters that people write between the digits of a phone number. */
const SEPARATORS = /[\s().\-/\u00AD\u200B\u2010-\u2015\u2060\u202A-\u202E\u2066-\u2069]/g;

/** E.164: the country code and the number, 15 digits at most. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** A zero that is dialled within the country only, but written after the country code: `+49 (0) 30 ...`. */
const NATIONAL_ZERO = /\(\s*0\s*\)/;

/** What a phone number has to be, for messages. */
export const EXPECTED_PHONE = 'a phone number with + and 7 to 15 digits (E.164)';

/** The number by E.164, without separators; undefined for what is no number with a country code. */
export function phoneNumber(text: string): string | undefined {
  const number = text.replace(SEPARATORS, '');
  return E164.test(number) && !NATIONAL_ZERO.test(text) ? number : undefined;
}
