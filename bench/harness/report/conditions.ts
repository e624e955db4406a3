import type { Result } from '../results.ts';

/** What every title of a figure says of its runs: `2 cores, 28 November 2026`. */
export function conditionsOf(results: readonly Result[]): string {
  const cores = new Set(results.map(({ environment }) => environment.cores));
  return `${[...cores].toSorted((a, b) => a - b).join(' or ')} cores, ${datesOf(results)}`;
}

/** `22 to 28 November 2026`: the days of the first and of the last run. */
export function datesOf(results: readonly Result[]): string {
  const days = results.map(({ environment }) => environment.date.slice(0, 10)).sort();
  const [first = '', last = ''] = [days[0], days.at(-1)];
  if (first === last) return dayText(first);
  if (first.slice(0, 7) === last.slice(0, 7)) return `${dayText(first, 'd')} to ${dayText(last)}`;
  return `${dayText(first)} to ${dayText(last)}`;
}

function dayText(day: string, parts: 'd' | 'dmy' = 'dmy'): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return date.toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    ...(parts === 'd' ? {} : { month: 'long', year: 'numeric' }),
  });
}
