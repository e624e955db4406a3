import * as check from './check.ts';
import { isEmailAddress } from './emailAddress.ts';

/** Digits with what people put between them. */
const PHONE = /^\+?[\d ()./-]+$/;

/** International numbers have 15 digits at most (ITU-T E.164); local ones may have as few as an emergency number. */
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 15;
/** The digits with something between each two of them, and a few brackets. */
const MAX_PHONE_LENGTH = 40;

/** One email address, of which only the form is checked. */
export function email(name: string, value: unknown): string {
  const text = check.text(name, value);
  if (isEmailAddress(text)) return text;
  throw check.outOfRange(name, 'one email address such as ada@example.com', value);
}

/** A phone number as people write it; for SMS it has to begin with `+` and the country code. */
export function phone(name: string, value: unknown): string {
  const text = check.text(name, value, { max: MAX_PHONE_LENGTH });
  const digits = text.replaceAll(/\D/g, '').length;
  if (PHONE.test(text) && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS) return text;
  throw check.outOfRange(name, 'a phone number such as +1 555 0100', value);
}

/** A language with its region and the like. @returns its canonical form. */
export function locale(name: string, value: unknown): string {
  const tag = check.text(name, value, { max: MAX_LOCALE_LENGTH });
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical !== undefined) return canonical;
  } catch {}
  throw check.outOfRange(name, 'a BCP 47 language tag such as en-GB', value);
}

/** No tag that people use is longer. */
const MAX_LOCALE_LENGTH = 100;
