/** Bounds of what templates make, each with its reason. */

/** Longest subject: RFC 5322 allows no longer line. A longer one is cut, so that the message still goes out. */
export const MAX_SUBJECT_LENGTH = 998;

/** Longest text, and longest HTML: mail servers refuse, and mail clients cut, what is far shorter. */
export const MAX_BODY_LENGTH = 1_000_000;

/** Longest text for SMS and push messages: each 153 characters are one more SMS to pay for. */
export const MAX_SHORT_LENGTH = 480;

/** Longest name or id in a default message: a name may have as many characters as any other text of a visitor. */
export const MAX_SHOWN_NAME_LENGTH = 100;

/** Longest reason in a default message: it may be any text, such as the error of another system. */
export const MAX_SHOWN_REASON_LENGTH = 500;

/** Lines that a default message lists: some mail clients cut an email at 100 KB. */
export const MAX_LISTED_LINES = 100;

/** Locales whose formatters are cached: visitors choose them, so there can be any number of them. */
export const MAX_CACHED_LOCALES = 100;

/** Longest locale that is used: RFC 5646 calls 35 characters enough for languages, and extensions are short. */
export const MAX_LOCALE_LENGTH = 100;

/** The last time that a date can have, epoch milliseconds. A payment time-out may end later. */
export const MAX_DATE_MS = 8.64e15;
