import * as check from '../../base/check.ts';
import { MAX_CACHED_LOCALES, MAX_DATE_MS, MAX_LOCALE_LENGTH } from './limits.ts';
import { minorDigits } from './minorDigits.ts';
import type { TemplateInput } from './template.ts';

/** What a template writes amounts, times and numbers with. */
export type Formats = Pick<TemplateInput, 'currency' | 'locale' | 'money' | 'date' | 'number'>;

export interface FormattersOptions {
  /** BCP 47 tag, for readers who have none of their own; `en-US` when left out. */
  readonly locale?: string;
  /** ISO 4217 code. */
  readonly currency: string;
  /** IANA name of the zone in which times are written; `UTC` when left out. */
  readonly timeZone?: string;
}

/** The formats of a shop, by locale. Those of the locales used last are cached. */
export class Formatters {
  readonly #currency: string;
  readonly #timeZone: string;
  readonly #ofShop: Formats;
  /** By locale, the one used last at the end. */
  readonly #cached = new Map<string, Formats>();

  /** @throws TypeError or RangeError for a locale or a time zone that `Intl` does not know. */
  constructor({ locale = 'en-US', currency, timeZone = 'UTC' }: FormattersOptions) {
    this.#currency = currency;
    this.#timeZone = checkTimeZone('notifications.timeZone', timeZone);
    this.#ofShop = this.#make(checkLocale('notifications.locale', locale));
  }

  /** How many locales are cached. */
  get size(): number {
    return this.#cached.size;
  }

  /** The formats for a reader. @param locale those of the shop if `Intl` does not know it, or it is left out. */
  of(locale?: string): Formats {
    const known = locale === undefined ? undefined : knownLocale(locale);
    if (known === undefined || known === this.#ofShop.locale) return this.#ofShop;
    const formats = this.#cached.get(known) ?? this.#make(known);
    this.#cached.delete(known);
    this.#cached.set(known, formats);
    if (this.#cached.size > MAX_CACHED_LOCALES) {
      const [oldest] = this.#cached.keys();
      this.#cached.delete(oldest as string);
    }
    return formats;
  }

  #make(locale: string): Formats {
    const currency = this.#currency;
    const digits = minorDigits(currency);
    const amounts = currencyFormat(locale, currency, digits);
    const times = new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone: this.#timeZone,
    });
    const numbers = new Intl.NumberFormat(locale);
    return {
      currency,
      locale,
      money: (minor) => amounts.format(decimalOf(minor, digits)),
      date: (at) => times.format(check.number('date', at, { min: -MAX_DATE_MS, max: MAX_DATE_MS })),
      number: (value) => numbers.format(value),
    };
  }
}

/** Whole amounts have no decimals in a currency that `Intl` writes without: its minor unit is out of use. */
function currencyFormat(locale: string, currency: string, digits: number): Intl.NumberFormat {
  const style = 'currency';
  const usual = new Intl.NumberFormat(locale, { style, currency });
  if (usual.resolvedOptions().maximumFractionDigits === digits) return usual;
  return new Intl.NumberFormat(locale, {
    style,
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  });
}

/** An amount in whole units, as a decimal text: `Intl` writes it exactly, which a quotient would not be. */
function decimalOf(minor: number, digits: number): `${number}` {
  const { MIN_SAFE_INTEGER: min, MAX_SAFE_INTEGER: max } = Number;
  const amount = check.wholeNumber('money', minor, { min, max });
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return `${amount < 0 ? '-' : ''}${whole}.${fraction || '0'}` as `${number}`;
}

/** A locale that `Intl` knows, in its canonical form. @throws TypeError or RangeError for another value. */
function checkLocale(name: string, value: unknown): string {
  const expected = 'a language tag that Intl knows, such as en-US';
  const locale = knownLocale(check.text(name, value));
  if (locale === undefined) throw check.outOfRange(name, expected, value);
  return locale;
}

/** A time zone that `Intl` knows. @throws TypeError or RangeError for another value. */
function checkTimeZone(name: string, value: unknown): string {
  const timeZone = check.text(name, value);
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return timeZone;
  } catch {
    throw check.outOfRange(name, 'a time zone that Intl knows, such as Europe/Berlin', value);
  }
}

/** Undefined if `Intl` would throw, or would use the locale of the machine instead. */
function knownLocale(locale: string): string | undefined {
  try {
    if (locale.length > MAX_LOCALE_LENGTH) return undefined;
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}
