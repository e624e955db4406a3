import { LOCALE } from './numbers.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const digits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const twoDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'medium', hourCycle: 'h23' });
const dated = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

/** A measured time, with three digits at most: `0.12 ms`, `850 ms`, `12.4 s`, `3 min 20 s`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return formatDuration(0);
  if (ms < 1) return `${twoDigits.format(ms)} ms`;
  if (ms < 999.5) return `${digits.format(ms)} ms`;
  if (ms < 59.95 * SECOND) return `${digits.format(ms / SECOND)} s`;
  return formatAge(Math.round(ms / SECOND) * SECOND);
}

/** A time that runs, in whole seconds: `8 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`;
  if (age < HOUR) return pair(age, MINUTE, 'min', SECOND, 's');
  if (age < DAY) return pair(age, HOUR, 'h', MINUTE, 'min');
  return pair(age, DAY, 'd', HOUR, 'h');
}

/** The time of day; with the date unless it is the one of `now`. */
export function formatTime(at: number, now: number): string {
  if (!isDate(at)) return '–';
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (isToday ? clock : dated).format(at);
}

/** For the `datetime` attribute of a `<time>` element. */
export function isoTime(at: number): string | undefined {
  return isDate(at) ? new Date(at).toISOString() : undefined;
}

function isDate(at: number): boolean {
  return !Number.isNaN(new Date(at).getTime());
}

function pair(ms: number, large: number, largeUnit: string, small: number, smallUnit: string) {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  return rest === 0 ? `${whole} ${largeUnit}` : `${whole} ${largeUnit} ${rest} ${smallUnit}`;
}
