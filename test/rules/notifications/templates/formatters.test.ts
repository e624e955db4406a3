import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../../src/base/argumentError.ts';
import { Formatters } from '../../../../src/notifications/templates/formatters.ts';

/** With ordinary spaces: `Intl` writes several kinds. */
function money(locale: string, currency: string, minor: number): string {
  return new Formatters({ currency }).of(locale).money(minor).replace(/\s/g, ' ');
}

describe('an amount', () => {
  it.each([
    ['en-US', 'EUR', 123_456, '€1,234.56'],
    ['de-DE', 'EUR', 123_456, '1.234,56 €'],
    ['ja-JP', 'EUR', 123_456, '€1,234.56'],
    ['en-US', 'JPY', 123_456, '¥123,456'],
    ['de-DE', 'JPY', 123_456, '123.456 ¥'],
    ['ja-JP', 'JPY', 123_456, '￥123,456'],
    ['en-US', 'KWD', 123_456, 'KWD 123.456'],
    ['de-DE', 'KWD', 123_456, '123,456 KWD'],
    ['en-US', 'USD', 0, '$0.00'],
    ['en-US', 'USD', 5, '$0.05'],
    ['en-US', 'USD', -5, '-$0.05'],
    ['en-US', 'USD', -0, '$0.00'],
    ['en-US', 'KWD', 7, 'KWD 0.007'],
    ['en-US', 'JPY', 0, '¥0'],
  ])('in %s and %s of %i minor units is written by its locale', (locale, currency, minor, text) => {
    expect(money(locale, currency, minor)).toBe(text);
  });

  it('is exact however large it is', () => {
    const { MAX_SAFE_INTEGER: max } = Number;
    expect(money('en-US', 'USD', max)).toBe('$90,071,992,547,409.91');
    expect(money('en-US', 'USD', max - 1)).toBe('$90,071,992,547,409.90');
    expect(money('en-US', 'KWD', max)).toBe('KWD 9,007,199,254,740.991');
    expect(money('en-US', 'JPY', -max)).toBe('-¥9,007,199,254,740,991');
  });

  it('has the minor unit of ISO 4217 also where Intl writes none', () => {
    expect(money('en-US', 'HUF', 123_400)).toBe('HUF 1,234');
    expect(money('en-US', 'HUF', 123_450)).toBe('HUF 1,234.50');
    expect(money('en-US', 'IQD', 1_234_500)).toBe('IQD 1,234.500');
    expect(money('en-US', 'CLF', 12_345)).toBe('CLF 1.2345');
  });

  it('is refused if it is no whole number of minor units', () => {
    const formats = new Formatters({ currency: 'USD' }).of();
    for (const amount of [0.5, Number.NaN, 2 ** 53, '1' as unknown as number]) {
      expect(() => formats.money(amount)).toThrow(/^money: expected a whole number/);
    }
  });
});

describe('a time', () => {
  const at = Date.UTC(2026, 6, 1, 22, 5);

  it('is written in UTC unless the shop has another time zone, and shows the zone', () => {
    const utc = new Formatters({ currency: 'USD' }).of().date(at);
    expect(utc).toMatch(/^July 1, 2026.* 10:05\sPM UTC$/);
    const paris = new Formatters({ currency: 'USD', timeZone: 'Europe/Paris' });
    expect(paris.of('en-GB').date(at)).toMatch(/^2 July 2026.* 00:05 (CEST|GMT\+2)$/);
    expect(paris.of('de-DE').date(at)).toMatch(/^2\. Juli 2026.* 00:05 MESZ$/);
  });

  it('is refused if no date has it', () => {
    const formats = new Formatters({ currency: 'USD' }).of();
    for (const time of [Number.NaN, 8.64e15 + 1, Number.POSITIVE_INFINITY]) {
      expect(() => formats.date(time)).toThrow(/^date: expected a number from/);
    }
    expect(formats.date(8.64e15)).toContain('275760');
  });
});

describe('a number', () => {
  it('is written by its locale', () => {
    const formatters = new Formatters({ currency: 'USD', locale: 'de-DE' });
    expect(formatters.of().number(1234.5)).toBe('1.234,5');
    expect(formatters.of('en-US').number(1234.5)).toBe('1,234.5');
  });
});

describe('the locale', () => {
  it('is that of the shop for a reader without one, and for one that Intl does not take or know', () => {
    const formatters = new Formatters({ currency: 'EUR', locale: 'de-DE' });
    const unknown = [undefined, '', 'en_US', 'xx', 'x-private', `en-x-${'a-'.repeat(60)}a`];
    for (const locale of [...unknown, 5 as never, null as never]) {
      const { locale: used, currency, money } = formatters.of(locale);
      expect({ used, currency }).toEqual({ used: 'de-DE', currency: 'EUR' });
      expect(money(100).replace(/\s/g, ' ')).toBe('1,00 €');
    }
    expect(formatters.size).toBe(0);
  });

  it('is cached in its canonical form, and no more than a hundred of them', () => {
    const formatters = new Formatters({ currency: 'EUR' });
    const german = formatters.of('de-DE');
    expect(formatters.of('de-de')).toBe(german);
    expect(formatters.size).toBe(1);
    for (let index = 0; index < 99; index++) formatters.of(`en-x-a${index}`);
    expect(formatters.size).toBe(100);
    expect(formatters.of('de-DE')).toBe(german);
    for (let index = 99; index < 300; index++) {
      formatters.of(`en-x-a${index}`);
      expect(formatters.size).toBe(100);
      // Used again and again, it stays while others go.
      if (index % 50 === 0) expect(formatters.of('de-DE')).toBe(german);
    }
    for (let index = 300; index < 400; index++) formatters.of(`en-x-a${index}`);
    expect(formatters.of('de-DE')).not.toBe(german);
  });

  it('and the time zone of the shop are refused if Intl does not know them', () => {
    const open = (options: object) => () => new Formatters({ currency: 'EUR', ...options });
    expect(open({ locale: 'en_US' })).toThrow(
      "locale: expected a language tag that Intl knows, such as en-US, got 'en_US'",
    );
    expect(open({ locale: 'xx' })).toThrow(ArgumentError);
    expect(open({ locale: 5 })).toThrow('notifications.locale: expected a string, got 5');
    expect(open({ timeZone: 'Mars/Base' })).toThrow(
      "timeZone: expected a time zone that Intl knows, such as Europe/Berlin, got 'Mars/Base'",
    );
    expect(open({ timeZone: 'Mars/Base' })).toThrow(ArgumentError);
  });
});
