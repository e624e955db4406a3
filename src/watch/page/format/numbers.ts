/** The page is in English, and so are its numbers: a decimal comma within English text would be misread. */
export const LOCALE = 'en';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(LOCALE, {
  notation: 'compact',
  minimumFractionDigits: 0,
  maximumFractionDigits: 1,
});
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const bytes = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

/** All digits: `12,345`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** Short enough for a badge: `9,999`, then `10K`. */
export function formatCompact(count: number): string {
  return Math.abs(count) < 10_000 ? whole.format(count) : compact.format(count);
}

/** Events a second: `0.3`, `12`, `4,812`, `12.3K`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0';
  if (perSecond < 0.05) return '<0.1';
  return perSecond < 9.95 ? tenths.format(perSecond) : formatCompact(Math.round(perSecond));
}

/** `1.23 GB`. */
export function formatBytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${bytes.format(value)} ${units[unit]}`;
}
